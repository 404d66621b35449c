import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { colleaguesQuery, locationsQuery, roomsQuery } from "@/api/clinic";
import type { ScheduleBuildSummary } from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { DraftRestored, DraftState } from "@/ui/draft-note";
import { Check } from "@/ui/editor-form";
import { ErrorSummary, type FieldError } from "@/ui/error-summary";
import fields from "@/ui/fields.module.css";
import { Panel } from "@/ui/panel";
import { Segments } from "@/ui/segments";

import { planFields } from "./fields";
import classes from "./plan-page.module.css";
import { errorOf, fieldId, useRefusal } from "./problems";
import { useAskForWeek } from "./queries";
import { bodyOf, emptyForm, type PlanForm as Form, mistakesOf, placesOf, shifts, tasks, wishes } from "./rules";

type Props = {
  location: string;
  monday: LocalDate;
  today: LocalDate;
  onAsked: (build: ScheduleBuildSummary) => void;
};

/** What is asked for: the week filled, or held in spite of what is lost. */
export function PlanForm({ location, monday, today, onAsked }: Props) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const ask = useAskForWeek();
  const {
    form,
    set: change,
    draft,
    sent,
  } = useDraft<Form>({
    // Its days are of one week.
    form: `week-plan-${monday}`,
    subject: location || undefined,
    begin: () => emptyForm(monday, today),
  });
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = mistakesOf(form, location, monday);
    setErrors(found.map(({ field, code }) => ({ field: fieldId(field), text: t(`planning.error.${code}`) })));
    if (found.length > 0 || ask.isPending) return;
    ask.mutate(bodyOf(form, location, monday), {
      onSuccess: (build) => {
        sent();
        onAsked(build);
      },
      onError: (error) => setErrors(refusal(error, planFields)),
    });
  };

  return (
    <Panel title={t("planning.what")}>
      <form className={`${fields.form} ${classes.form}`} onSubmit={submit} noValidate>
        <ErrorSummary title={t("planning.summary")} errors={errors} />
        <DraftRestored draft={draft} />
        <div className={classes.tasks}>
          <Segments
            label={t("planning.what")}
            value={form.task}
            options={tasks.map((task) => ({ value: task, label: t(`planning.task.${task}`) }))}
            onChange={(task) => change({ task })}
          />
        </div>
        <p className={fields.hint}>{t(`planning.hint.${form.task}`)}</p>
        <Together form={form} errors={errors} location={location} onChange={change} />
        {form.task === "clinician" && <Who form={form} errors={errors} onChange={change} />}
        {form.task === "room" && <Which form={form} errors={errors} location={location} onChange={change} />}
        {form.task !== "build" && <Days form={form} errors={errors} monday={monday} onChange={change} />}
        {form.task === "late" && form.also.length > 0 && <Opening form={form} location={location} onChange={change} />}
        {form.task === "late" && (
          <TextInput
            id={fieldId("title")}
            label={t("planning.publicTitle")}
            description={t("planning.publicHint")}
            value={form.title}
            maxLength={200}
            error={errorOf(errors, "title")}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
        <fieldset className={classes.choices}>
          <legend className={fields.legend}>{t("planning.more")}</legend>
          {form.task === "build" && (
            <NativeSelect
              id={fieldId("shift")}
              label={t("planning.shift")}
              value={String(form.shift)}
              error={errorOf(errors, "shift")}
              onChange={({ target }) => change({ shift: Number(target.value) })}
            >
              {shifts.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {minutes === 0 ? t("planning.shiftNone") : t("planning.shiftBy", { minutes })}
                </option>
              ))}
            </NativeSelect>
          )}
          {form.task === "build" && (
            <Check
              label={t("planning.otherDays")}
              checked={form.otherDays}
              onChange={(otherDays) => change({ otherDays })}
            />
          )}
          <NativeSelect
            id={fieldId("wishes")}
            label={t("planning.wishes")}
            description={t("planning.wishesHint")}
            value={form.wishes}
            error={errorOf(errors, "wishes")}
            onChange={({ target }) => change({ wishes: wishes.find((one) => one === target.value) ?? "some" })}
          >
            {wishes.map((one) => (
              <option key={one} value={one}>
                {t(`planning.wishesOf.${one}`)}
              </option>
            ))}
          </NativeSelect>
          <Check label={t("planning.byVideo")} checked={form.byVideo} onChange={(byVideo) => change({ byVideo })} />
          {form.task === "build" && (
            <Check
              label={t("planning.leaveOut")}
              checked={form.leaveOut}
              onChange={(leaveOut) => change({ leaveOut })}
            />
          )}
        </fieldset>
        <div>
          <Button type="submit" variant="filled" loading={ask.isPending}>
            {t("planning.start")}
          </Button>
          <DraftState draft={draft} />
        </div>
      </form>
    </Panel>
  );
}

type PartProps = { form: Form; errors: FieldError[]; onChange: (part: Partial<Form>) => void };

/** Which locations are planned with the one in sight: a week has one clock, so only those of its time zone. */
function Together({ form, errors, location, onChange }: PartProps & { location: string }) {
  const { t } = useTranslation();
  const active = (useQuery(locationsQuery).data ?? []).filter((one) => one.active);
  const zone = active.find((one) => one.id === location)?.time_zone;
  const others = active.filter((one) => one.id !== location);
  const near = others.filter((one) => one.time_zone === zone);
  if (others.length === 0) return null;
  const error = errorOf(errors, "also");
  return (
    <fieldset id={fieldId("also")} className={classes.choices} tabIndex={-1}>
      <legend className={fields.legend}>{t("planning.also")}</legend>
      {near.map((one) => (
        <Check
          key={one.id}
          label={one.name}
          checked={form.also.includes(one.id)}
          onChange={(wanted) =>
            onChange({ also: wanted ? [...form.also, one.id] : form.also.filter((other) => other !== one.id) })
          }
        />
      ))}
      <p className={fields.hint}>
        {near.length > 0 && t("planning.alsoHint")} {near.length < others.length && t("planning.alsoZones")}
      </p>
      {error && <p className={fields.hint}>{error}</p>}
    </fieldset>
  );
}

/** Which of several locations opens late. */
function Opening({ form, location, onChange }: Omit<PartProps, "errors"> & { location: string }) {
  const { t } = useTranslation();
  const locations = useQuery(locationsQuery).data ?? [];
  const places = placesOf(form, location);
  return (
    <NativeSelect
      id={fieldId("late")}
      label={t("planning.whichOpensLate")}
      value={form.late || location}
      onChange={({ target }) => onChange({ late: target.value })}
    >
      {locations
        .filter((one) => places.includes(one.id))
        .map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
    </NativeSelect>
  );
}

function Who({ form, errors, onChange }: PartProps) {
  const { t } = useTranslation();
  const staff = useQuery(colleaguesQuery).data ?? [];
  return (
    <NativeSelect
      id={fieldId("staff")}
      label={t("planning.who")}
      value={form.staff}
      error={errorOf(errors, "staff")}
      onChange={({ target }) => onChange({ staff: target.value })}
    >
      <option value="">{t("planning.choose")}</option>
      {staff.map((one) => (
        <option key={one.id} value={one.id}>
          {one.display_name}
        </option>
      ))}
    </NativeSelect>
  );
}

function Which({ form, errors, location, onChange }: PartProps & { location: string }) {
  const { t } = useTranslation();
  const rooms = useQuery(roomsQuery).data ?? [];
  const sites = new Map((useQuery(locationsQuery).data ?? []).map((one) => [one.id, one.name]));
  const places = placesOf(form, location);
  return (
    <NativeSelect
      id={fieldId("room")}
      label={t("planning.whichRoom")}
      value={form.room}
      error={errorOf(errors, "room")}
      onChange={({ target }) => onChange({ room: target.value })}
    >
      <option value="">{t("planning.choose")}</option>
      {rooms
        .filter((one) => one.active && places.includes(one.location_id))
        .map((one) => (
          <option key={one.id} value={one.id}>
            {places.length > 1 ? `${one.name} · ${sites.get(one.location_id) ?? "–"}` : one.name}
          </option>
        ))}
    </NativeSelect>
  );
}

function Days({ form, errors, monday, onChange }: PartProps & { monday: LocalDate }) {
  const { t } = useTranslation();
  const bounds = { type: "date", min: monday, max: addDays(monday, 6) } as const;
  const late = form.task === "late";
  return (
    <div className={fields.pair}>
      <TextInput
        id={fieldId("from")}
        {...bounds}
        label={t(late ? "planning.day" : "planning.from")}
        value={form.from}
        error={errorOf(errors, "from")}
        onChange={({ target }) =>
          onChange({ from: target.value, ...(form.to < target.value ? { to: target.value } : {}) })
        }
      />
      {late ? (
        <TextInput
          id={fieldId("opensAt")}
          type="time"
          label={t("planning.opensAt")}
          value={form.opensAt}
          error={errorOf(errors, "opensAt")}
          onChange={({ target }) => onChange({ opensAt: target.value })}
        />
      ) : (
        <TextInput
          id={fieldId("to")}
          {...bounds}
          label={t("planning.to")}
          value={form.to}
          onChange={({ target }) => onChange({ to: target.value })}
        />
      )}
    </div>
  );
}
