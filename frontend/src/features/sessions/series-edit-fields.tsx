import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { roomsQuery } from "@/api/clinic";
import type { Session, SessionCard, StaffPlace } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDay } from "@/lib/time";
import { Check } from "@/ui/editor-form";
import type { FieldError } from "@/ui/error-summary";
import fields from "@/ui/fields.module.css";

import forms from "./forms.module.css";
import { errorOf, fieldId } from "./problems";
import { leadersQuery } from "./queries";
import { RoomSelect } from "./room-select";
import { cancelReasons } from "./rules";
import { daysOfWeek, type SeriesEditForm, type Standing } from "./series-edit-rules";

type Props = {
  form: SeriesEditForm;
  now: Standing;
  staff: readonly StaffPlace[];
  errors: FieldError[];
  session: Session;
  card: SessionCard;
  onChange: (part: Partial<SeriesEditForm>) => void;
};

/** The fields of what shall change. */
export function SeriesEditFields(props: Props) {
  const { deed } = props.form;
  if (deed === "cancel") return <Cancelling {...props} />;
  if (deed === "reassign") return <Staff {...props} />;
  return (
    <>
      {deed === "move" ? <When {...props} /> : <Words {...props} />}
      <Room {...props} />
    </>
  );
}

/** What fields show, and how what is typed in them is kept. */
function useTyped({ form, now, onChange }: Props) {
  const to = { ...now, ...form.typed };
  return { to, type: (part: Partial<Standing>) => onChange({ typed: { ...form.typed, ...part } }) };
}

function When(props: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { to, type } = useTyped(props);
  return (
    <>
      <NativeSelect
        id={fieldId("local_date")}
        label={t("seriesEdit.day")}
        description={t("seriesEdit.dayHint")}
        value={to.local_date}
        error={errorOf(props.errors, "local_date")}
        onChange={({ target }) => type({ local_date: target.value })}
      >
        {daysOfWeek(props.now.local_date).map((day) => (
          <option key={day} value={day}>
            {formatDay(day, locale)}
          </option>
        ))}
      </NativeSelect>
      <div className={forms.when}>
        <TextInput
          id={fieldId("local_start")}
          type="time"
          label={t("sessions.form.start")}
          value={to.local_start}
          error={errorOf(props.errors, "local_start")}
          onChange={({ target }) => type({ local_start: target.value })}
        />
        <TextInput
          id={fieldId("minutes")}
          type="number"
          inputMode="numeric"
          min={5}
          max={480}
          step={5}
          label={t("sessions.form.minutes")}
          value={to.minutes}
          error={errorOf(props.errors, "minutes")}
          onChange={({ target }) => type({ minutes: target.value })}
        />
      </div>
    </>
  );
}

function Room(props: Props) {
  const { to, type } = useTyped(props);
  const rooms = useQuery(roomsQuery).data ?? [];
  return (
    <RoomSelect
      rooms={rooms.filter((one) => one.active && one.location_id === props.session.location_id)}
      value={to.room}
      video
      error={errorOf(props.errors, "room")}
      onChange={(room) => type({ room })}
    />
  );
}

function Words(props: Props) {
  const { t } = useTranslation();
  const { to, type } = useTyped(props);
  return (
    <>
      <TextInput
        id={fieldId("title")}
        label={t("seriesEdit.name")}
        description={t("seriesEdit.nameHint")}
        value={to.title}
        maxLength={200}
        error={errorOf(props.errors, "title")}
        onChange={({ target }) => type({ title: target.value })}
      />
      <div className={forms.when}>
        <TextInput
          id={fieldId("short_name")}
          label={t("seriesEdit.shortName")}
          value={to.short_name}
          maxLength={24}
          error={errorOf(props.errors, "short_name")}
          onChange={({ target }) => type({ short_name: target.value })}
        />
        <TextInput
          id={fieldId("capacity")}
          type="number"
          inputMode="numeric"
          min={1}
          max={500}
          label={t("seriesEdit.seats")}
          value={to.capacity}
          error={errorOf(props.errors, "capacity")}
          onChange={({ target }) => type({ capacity: target.value })}
        />
      </div>
    </>
  );
}

/** Names of those who work there or may lead, by their id. */
export function useStaffNames(card: SessionCard, kind: Session["service_kind"]) {
  const leaders = useQuery(leadersQuery(kind)).data ?? [];
  return {
    leaders,
    names: new Map([
      ...leaders.map((one) => [one.id, one.display_name] as const),
      ...card.staff.map((one) => [one.staff_id, one.display_name] as const),
    ]),
  };
}

function Staff(props: Props) {
  const { t } = useTranslation();
  const { to, type } = useTyped(props);
  const { form, now, staff, errors, session, card, onChange } = props;
  const { leaders, names } = useStaffNames(card, session.service_kind);
  const nameOf = (id: string) => names.get(id) ?? t("seriesEdit.clash.somebody");
  // Who leads now is offered also where their credentials are not listed.
  const known = now.lead !== "" && !leaders.some(({ id }) => id === now.lead) ? [now.lead] : [];
  const others = staff.filter((one) => one.role !== "lead" && one.staff_id !== to.lead);
  return (
    <>
      <NativeSelect
        id={fieldId("staff")}
        label={t("seriesEdit.lead")}
        description={t("sessions.form.clinicianHint")}
        value={to.lead}
        error={errorOf(errors, "staff")}
        onChange={({ target }) => type({ lead: target.value })}
      >
        {now.lead === "" && <option value="">{t("sessions.form.chooseClinician")}</option>}
        {[...known, ...leaders.map(({ id }) => id)].map((id) => (
          <option key={id} value={id}>
            {nameOf(id)}
          </option>
        ))}
      </NativeSelect>
      {others.length > 0 && (
        <fieldset>
          <legend className={fields.legend}>{t("seriesEdit.helping")}</legend>
          {others.map(({ staff_id, role }) => (
            <Check
              key={staff_id}
              label={t("seriesEdit.stays", { name: nameOf(staff_id), role: t(`sessions.roleOf.${role}`) })}
              checked={!form.off.includes(staff_id)}
              onChange={(stays) =>
                onChange({ off: stays ? form.off.filter((one) => one !== staff_id) : [...form.off, staff_id] })
              }
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

function Cancelling({ form, errors, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      id={fieldId("reason")}
      label={t("sessions.form.reason")}
      value={form.reason}
      error={errorOf(errors, "reason")}
      onChange={({ target }) => onChange({ reason: cancelReasons.find((one) => one === target.value) ?? "" })}
    >
      <option value="">{t("sessions.form.chooseReason")}</option>
      {cancelReasons.map((one) => (
        <option key={one} value={one}>
          {t(`sessions.reasonOf.${one}`)}
        </option>
      ))}
    </NativeSelect>
  );
}
