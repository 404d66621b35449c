import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sessionPlansQuery } from "@/api/catalogue";
import { hasStatus } from "@/api/problem";
import { useKeptWords, useModalities, useTherapyWords } from "@/api/therapy-words";
import type { Delivery, Modality, RosterRow, SessionCard, SessionPlan } from "@/api/types";
import { announce } from "@/lib/announce";
import { nameOf as displayName } from "@/lib/names";
import { lengthInMinutes } from "@/lib/session-time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import fields from "@/ui/fields.module.css";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";
import { useRange } from "@/ui/record-input";
import { useFormErrors } from "@/ui/use-form-errors";
import { Choices } from "./choices";
import classes from "./delivery-editor.module.css";
import { Exception } from "./exception-fields";
import { deliveryFields } from "./fields";
import {
  bodyOf,
  type ExceptionForm,
  errorsOf,
  formOf,
  recordsOf,
  sameAsGroup,
  seesFidelity,
  tookPart,
} from "./form-rules";
import { deliveryQuery, useRecordDelivery } from "./queries";
import { EachRecords, GroupRecords } from "./record-parts";
import { skillsOf } from "./rules";

type Props = {
  session: SessionCard;
  rows: RosterRow[];
  /** Whether there is an entry to change. */
  exists: boolean;
  opened: boolean;
  onClose: () => void;
};

/** One entry for a whole group, and the people for whom it was different. */
export function DeliveryEditor({ session, rows, exists, opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <FormDrawer opened={opened} onClose={onClose} title={t("delivery.title")}>
      {opened && <Loaded session={session} rows={rows} exists={exists} onClose={onClose} />}
    </FormDrawer>
  );
}

function Loaded({ session, rows, exists, onClose }: Omit<Props, "opened">) {
  const modalities = useModalities();
  const words = useTherapyWords();
  const { awaited } = useKeptWords();
  const stored = useQuery({ ...deliveryQuery(session.id), enabled: exists, select: words });
  // Where it cannot be read the form begins empty: recording does not wait for a plan.
  const plans = useQuery({ ...sessionPlansQuery(session.id), enabled: !exists, retry: false, select: words });
  if (modalities.isPending || awaited || (exists ? stored.isPending : plans.isPending)) return <LoadingRows rows={5} />;
  if (modalities.isError) return <ErrorState error={modalities.error} onRetry={() => void modalities.refetch()} />;
  if (exists && !stored.data) return <ErrorState error={stored.error} onRetry={() => void stored.refetch()} />;
  return (
    <Editor
      session={session}
      rows={rows}
      modalities={modalities.data}
      stored={stored.data ?? null}
      plan={exists ? undefined : plans.data?.[0]}
      onClose={onClose}
    />
  );
}

const came = new Set<string>(["present", "late", "left_early"]);

type EditorProps = {
  session: SessionCard;
  rows: RosterRow[];
  modalities: Modality[];
  stored: Delivery | null;
  /** What the form is filled in with where nothing is recorded yet. */
  plan: SessionPlan | undefined;
  onClose: () => void;
};

function Editor({ session, rows, modalities, stored, plan, onClose }: EditorProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const record = useRecordDelivery(session.id);
  const { kept } = useKeptWords();
  const length = lengthInMinutes(session);
  const { form, set, draft, sent } = useDraft({
    form: "session-delivery",
    subject: session.id,
    begin: () => formOf(stored, length, modalities, plan),
  });
  const { errors, fieldId, errorOf, show, refuse } = useFormErrors("delivery");

  const modality = modalities.find((one) => one.id === form.modalityId);
  const skills = skillsOf(modality, form.module);
  const records = recordsOf(modality);
  const range = useRange();

  const submit = () => {
    const found = errorsOf(form, length, records).map((one) => ({
      field: one.field,
      text:
        one.code === "record"
          ? t("records.wrong", { name: one.record.name, range: range(one.record) })
          : t(`delivery.${one.code}`, { max: length }),
    }));
    if (show(found)) return;
    record.mutate(
      { body: kept(bodyOf(form, records)), version: stored?.version },
      {
        onSuccess: () => {
          sent();
          announce(t("delivery.saved"));
          onClose();
        },
        onError: (error) =>
          refuse(error, hasStatus(error, 412) ? t("delivery.changed") : problemText(error), deliveryFields),
      },
    );
  };

  const setException = (bookingId: string, change: Partial<ExceptionForm>) =>
    set({ exceptions: form.exceptions.map((one) => (one.bookingId === bookingId ? { ...one, ...change } : one)) });
  const others = rows.filter((row) => !form.exceptions.some((one) => one.bookingId === row.booking_id));
  const shared = { fieldId, errorOf };
  // Who is marked as away, or sat out, said nothing.
  const there = rows.filter(
    ({ attendance, booking_id: id }) => (!attendance || came.has(attendance.outcome)) && tookPart(form, id),
  );
  const nameOf = (bookingId: string) => rows.filter((row) => row.booking_id === bookingId).map(displayName)[0] ?? "";

  return (
    <EditorForm
      summary={t("delivery.summary")}
      errors={errors}
      draft={draft}
      pending={record.isPending}
      save={t("delivery.save")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <p className={fields.hint}>
        {plan
          ? t("delivery.fromPlan", { topic: plan.topic.name, curriculum: plan.curriculum_name })
          : t("delivery.hint")}
      </p>
      <NativeSelect
        id={fieldId("modality")}
        label={t("delivery.modality")}
        value={form.modalityId}
        error={errorOf("modality")}
        onChange={(event) =>
          set({
            modalityId: event.target.value,
            module: "",
            phase: "",
            skills: [],
            fidelity: [],
            noted: {},
            each: {},
            exceptions: form.exceptions.map((one) => ({ ...one, noted: {} })),
          })
        }
      >
        <option value="">{t("delivery.chooseModality")}</option>
        {modalities.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </NativeSelect>
      {/* Names of modules are long. */}
      {modality && modality.modules.length > 0 && (
        <NativeSelect
          id={fieldId("module")}
          label={t("delivery.module")}
          value={form.module}
          error={errorOf("module")}
          onChange={(event) => set({ module: event.target.value, skills: [] })}
        >
          <option value="">{t("delivery.noModule")}</option>
          {modality.modules.map((module) => (
            <option key={module.key} value={module.key}>
              {module.name}
            </option>
          ))}
        </NativeSelect>
      )}
      <div className={fields.pair}>
        {modality && modality.phases.length > 0 && (
          <NativeSelect
            id={fieldId("phase")}
            label={t("delivery.phase")}
            value={form.phase}
            error={errorOf("phase")}
            onChange={(event) => set({ phase: event.target.value })}
          >
            <option value="">{t("delivery.noPhase")}</option>
            {modality.phases.map((phase) => (
              <option key={phase.key} value={phase.key}>
                {phase.name}
              </option>
            ))}
          </NativeSelect>
        )}
        <TextInput
          id={fieldId("minutes")}
          label={t("delivery.minutesField")}
          inputMode="numeric"
          maxLength={3}
          value={form.minutes}
          error={errorOf("minutes")}
          onChange={(event) => set({ minutes: event.target.value })}
        />
      </div>
      {modality && (
        <Choices
          id={fieldId("skills")}
          legend={t("delivery.skillsField")}
          choices={skills}
          chosen={form.skills}
          empty={t("delivery.noSkills")}
          onChange={(chosen) => set({ skills: chosen })}
        />
      )}
      {records.group.length > 0 && (
        <GroupRecords {...shared} records={records.group} noted={form.noted} onChange={(noted) => set({ noted })} />
      )}
      <TextInput
        id={fieldId("homework")}
        error={errorOf("homework")}
        label={t("delivery.homeworkField")}
        description={t("delivery.homeworkHint")}
        maxLength={1000}
        value={form.homework}
        onChange={(event) => set({ homework: event.target.value })}
      />
      {modality && modality.fidelity_items.length > 0 && seesFidelity(stored, modality.id) && (
        <Choices
          id={fieldId("fidelity")}
          legend={t("delivery.fidelity")}
          choices={modality.fidelity_items}
          chosen={form.fidelity}
          onChange={(chosen) => set({ fidelity: chosen })}
        />
      )}
      {records.each.length > 0 && there.length > 0 && (
        <EachRecords
          {...shared}
          records={records.each}
          rows={there}
          each={form.each}
          onChange={(bookingId, noted) => set({ each: { ...form.each, [bookingId]: noted } })}
        />
      )}
      {rows.length > 1 && (
        <section id={fieldId("people")} tabIndex={-1} className={classes.people} aria-label={t("delivery.people")}>
          <div>
            <h3>{t("delivery.people")}</h3>
            <p className={fields.hint}>{t("delivery.peopleHint")}</p>
          </div>
          {form.exceptions.map((exception) => (
            <Exception
              key={exception.bookingId}
              exception={exception}
              name={nameOf(exception.bookingId)}
              skills={skills}
              groupSkills={form.skills}
              records={records.group}
              groupNoted={form.noted}
              shared={shared}
              error={errorOf(`minutes-${exception.bookingId}`)}
              minutesId={fieldId(`minutes-${exception.bookingId}`)}
              onChange={(change) => setException(exception.bookingId, change)}
              onRemove={() =>
                set({ exceptions: form.exceptions.filter((one) => one.bookingId !== exception.bookingId) })
              }
            />
          ))}
          {others.length > 0 && (
            <NativeSelect
              label={t("delivery.addPerson")}
              value=""
              onChange={(event) => {
                const bookingId = event.target.value;
                if (bookingId === "") return;
                set({ exceptions: [...form.exceptions, sameAsGroup(bookingId)] });
              }}
            >
              <option value="">{t("delivery.choosePerson")}</option>
              {others.map((row) => (
                <option key={row.booking_id} value={row.booking_id}>
                  {displayName(row)}
                </option>
              ))}
            </NativeSelect>
          )}
        </section>
      )}
    </EditorForm>
  );
}
