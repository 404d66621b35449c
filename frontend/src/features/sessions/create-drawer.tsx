import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cohortsQuery, locationsQuery, programsQuery, roomsQuery } from "@/api/clinic";
import type { ServiceKind, Session, SignedIn } from "@/api/types";
import { announce } from "@/lib/announce";
import { nameOf } from "@/lib/names";
import { type LocalDate, wallClock } from "@/lib/time";
import { useDraft } from "@/lib/use-draft";
import { EditorForm } from "@/ui/editor-form";
import type { FieldError } from "@/ui/error-summary";
import { FormDrawer } from "@/ui/form-drawer";
import { kindColour } from "@/ui/kind";
import { LeaveGuard, LeaveQuestion } from "@/ui/leave-guard";
import { useSessionTitle } from "@/ui/session-title";
import { useOpened } from "@/ui/use-opened";

import { FamilyField } from "./family-field";
import { createFields, slotFields } from "./fields";
import { FindTime } from "./find-time";
import { PeopleField } from "./people-field";
import { errorOf, fieldId, useFormErrors, useRefusal } from "./problems";
import { leadersQuery, useCreateSession } from "./queries";
import { RoomSelect } from "./room-select";
import {
  bookable,
  type Chosen,
  type CreateForm,
  createBody,
  createMistakes,
  kinds,
  type Owed,
  usualMinutes,
  VIDEO,
} from "./rules";
import { Fit, TimeFields } from "./time-fields";

type Props = {
  opened: boolean;
  me: SignedIn;
  day: LocalDate;
  /** What the schedule is narrowed to is likely what is meant. */
  cohort: string | undefined;
  location: string | undefined;
  /** What it shall be, where that is known before. */
  wanted?: Owed | undefined;
  onClose: () => void;
  onMade: (session: Session) => void;
};

/** A form for a single session. */
export function CreateDrawer({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  // What could not be kept would be lost with the form.
  const unsaved = useRef(false);
  const [asking, setAsking] = useState(false);
  const close = () => (unsaved.current ? setAsking(true) : onClose());
  return (
    <FormDrawer opened={useOpened(opened)} onClose={close} title={t("sessions.form.title")}>
      <Creating {...rest} unsaved={unsaved} onClose={close} />
      <LeaveQuestion
        opened={asking}
        words={t("sessions.leave", { returnObjects: true })}
        onStay={() => setAsking(false)}
        onLeave={() => {
          setAsking(false);
          onClose();
        }}
      />
    </FormDrawer>
  );
}

type CreatingProps = Omit<Props, "opened"> & {
  /** Told whether something that was typed is nowhere but here. */
  unsaved: RefObject<boolean>;
};

function Creating({ me, day, cohort, location, wanted, unsaved, onClose, onMade }: CreatingProps) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const create = useCreateSession();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const {
    form,
    set: change,
    draft,
    sent,
  } = useDraft<CreateForm>({
    form: "session",
    // What was begun for one person does not stand in the form of another.
    subject: wanted?.people[0]?.person.id,
    begin: () => ({
      service_kind: cohort ? "group" : "individual",
      title: "",
      program_id: "",
      cohort_id: cohort ?? "",
      staff_id: me.account.staff_id ?? "",
      location_id: location ?? "",
      room: "",
      telehealth_url: "",
      local_date: day,
      local_start: "",
      minutes: String(usualMinutes[cohort ? "group" : "individual"]),
      people: [],
      family: [],
      ...wanted,
    }),
  });
  unsaved.current = draft.state.is === "failed";
  useEffect(
    () => () => {
      unsaved.current = false;
    },
    [unsaved],
  );

  const programs = (useQuery(programsQuery).data ?? []).filter((one) => one.active);
  const cohorts = (useQuery(cohortsQuery).data ?? []).filter((one) => one.status !== "ended");
  const locations = (useQuery(locationsQuery).data ?? []).filter((one) => one.active);
  const rooms = useQuery(roomsQuery).data ?? [];
  const leaders = useQuery(leadersQuery(form.service_kind));

  // Where there is one to choose, it is chosen.
  const programId =
    form.program_id ||
    cohorts.find((one) => one.id === form.cohort_id)?.program_id ||
    (programs.length === 1 ? (programs[0]?.id ?? "") : "");
  const locationId = form.location_id || (locations.length === 1 ? (locations[0]?.id ?? "") : "");
  // Who may not lead this kind is not offered, and not sent. Until that is known, it is who fills in the form.
  const self = me.account.staff_id ? [{ id: me.account.staff_id, display_name: me.account.display_name }] : [];
  const choices = leaders.data ?? self;
  const staffId = choices.some((one) => one.id === form.staff_id) ? form.staff_id : "";
  const group = kindColour(form.service_kind) === "group";
  const whole: CreateForm = {
    ...form,
    program_id: programId,
    location_id: locationId,
    staff_id: staffId,
    cohort_id: group ? form.cohort_id : "",
  };
  const kindName = t(`kind.${form.service_kind}`);
  const people = new Map([
    ...choices.map((one) => [one.id, one.display_name] as const),
    ...form.people.map(({ person }) => [person.id, nameOf(person)] as const),
  ]);
  const names = { room: rooms.find((one) => one.id === form.room)?.name, people };

  const chooseKind = (kind: ServiceKind) =>
    change({
      service_kind: kind,
      // A length that nobody changed follows the kind.
      ...(form.minutes === String(usualMinutes[form.service_kind]) ? { minutes: String(usualMinutes[kind]) } : {}),
    });
  /** The program of the first person is the session's, where nobody chose one. */
  const choosePeople = (chosen: Chosen[]) => {
    const first = chosen[0];
    const theirs = first ? bookable(first.episodes, form.service_kind) : [];
    const only = new Set(theirs.map((episode) => episode.program_id)).size === 1 ? theirs[0] : undefined;
    change({
      people: chosen,
      ...(programId === "" && only ? { program_id: only.program_id } : {}),
      ...(locationId === "" && only?.location_id && locations.some((one) => one.id === only.location_id)
        ? { location_id: only.location_id }
        : {}),
    });
  };

  const submit = () => {
    const found = createMistakes(whole);
    setErrors(formErrors(found));
    if (found.length > 0) return;
    create.mutate(createBody(whole), {
      onSuccess: (made) => {
        sent();
        unsaved.current = false;
        announce(t("sessions.form.created", { title: titleOf(made) }));
        onMade(made);
      },
      onError: (error) => void refusal(error, whole.local_date, names, createFields).then(setErrors),
    });
  };

  return (
    <EditorForm
      summary={t("sessions.form.summary")}
      errors={errors}
      draft={draft}
      pending={create.isPending}
      save={t("sessions.form.create")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <NativeSelect
        id={fieldId("service_kind")}
        data-autofocus
        label={t("sessions.form.kind")}
        value={form.service_kind}
        error={errorOf(errors, "service_kind")}
        onChange={({ target }) => chooseKind(kinds.find((kind) => kind === target.value) ?? "individual")}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kind.${kind}`)}
          </option>
        ))}
      </NativeSelect>
      {me.permissions.includes("booking:write") && (
        <PeopleField form={whole} error={errorOf(errors, "people")} onChange={choosePeople} />
      )}
      <NativeSelect
        id={fieldId("program_id")}
        label={t("sessions.form.program")}
        value={programId}
        error={errorOf(errors, "program_id")}
        onChange={({ target }) => change({ program_id: target.value, cohort_id: "" })}
      >
        <option value="">{t("sessions.form.chooseProgram")}</option>
        {programs.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </NativeSelect>
      {group && (
        <NativeSelect
          id={fieldId("cohort_ids")}
          label={t("sessions.form.cohort")}
          description={t("sessions.form.cohortHint")}
          value={form.cohort_id}
          error={errorOf(errors, "cohort_ids")}
          onChange={({ target }) => change({ cohort_id: target.value })}
        >
          <option value="">{t("sessions.form.noCohort")}</option>
          {cohorts
            .filter((one) => programId === "" || one.program_id === programId)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
        </NativeSelect>
      )}
      <NativeSelect
        id={fieldId("staff")}
        label={t("sessions.form.clinician")}
        description={t("sessions.form.clinicianHint")}
        value={staffId}
        error={errorOf(errors, "staff")}
        onChange={({ target }) => change({ staff_id: target.value })}
      >
        <option value="">{t("sessions.form.chooseClinician")}</option>
        {choices.map((one) => (
          <option key={one.id} value={one.id}>
            {one.display_name}
          </option>
        ))}
      </NativeSelect>
      {(locations.length !== 1 || errorOf(errors, "location_id")) && (
        <NativeSelect
          id={fieldId("location_id")}
          label={t("sessions.form.location")}
          value={locationId}
          error={errorOf(errors, "location_id")}
          onChange={({ target }) => change({ location_id: target.value, room: form.room === VIDEO ? VIDEO : "" })}
        >
          <option value="">{t("sessions.form.chooseLocation")}</option>
          {locations.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </NativeSelect>
      )}
      <TimeFields form={form} errors={errors} onChange={change} />
      {form.service_kind === "family" && form.people.length > 0 && (
        <FamilyField form={form} error={errorOf(errors, "family")} onChange={(family) => change({ family })} />
      )}
      {me.permissions.includes("booking:write") && (
        <FindTime
          form={whole}
          today={wallClock(new Date(), me.organization.time_zone).date}
          seats={cohorts.find((one) => one.id === whole.cohort_id)?.capacity ?? null}
          rooms={rooms}
          people={people}
          onMistakes={(found) => setErrors(formErrors(found))}
          onRefused={(error) => void refusal(error, whole.local_date, names, slotFields).then(setErrors)}
          onChoose={change}
        />
      )}
      <RoomSelect
        rooms={rooms.filter((one) => one.active && one.location_id === locationId)}
        value={form.room}
        video
        error={errorOf(errors, "room")}
        onChange={(room) => change({ room })}
      />
      {form.room === VIDEO && (
        <TextInput
          id={fieldId("telehealth_url")}
          type="url"
          label={t("sessions.form.link")}
          description={t("sessions.form.linkHint")}
          value={form.telehealth_url}
          maxLength={500}
          error={errorOf(errors, "telehealth_url")}
          onChange={(event) => change({ telehealth_url: event.target.value.trim() })}
        />
      )}
      <Fit
        form={form}
        room={form.room === VIDEO ? "" : form.room}
        staff={staffId ? [staffId] : []}
        names={names}
        onTime={(local_start) => change({ local_start })}
      />
      <TextInput
        id={fieldId("title")}
        label={t("sessions.form.name")}
        description={t("sessions.form.nameHint", { kind: kindName })}
        placeholder={kindName}
        value={form.title}
        maxLength={200}
        error={errorOf(errors, "title")}
        onChange={(event) => change({ title: event.target.value })}
      />
      <LeaveGuard unsaved={() => unsaved.current} words={t("sessions.leave", { returnObjects: true })} />
    </EditorForm>
  );
}
