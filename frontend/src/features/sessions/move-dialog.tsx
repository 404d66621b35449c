import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { roomsQuery } from "@/api/clinic";
import type { Roster, Session, SessionCard } from "@/api/types";
import { nameOf } from "@/lib/names";
import { useDraft } from "@/lib/use-draft";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { useSessionTitle } from "@/ui/session-title";

import { moveFields } from "./fields";
import classes from "./forms.module.css";
import { errorOf, fieldId, useFormErrors, useRefusal } from "./problems";
import { leadersQuery, useMoveSession } from "./queries";
import { RoomSelect } from "./room-select";
import { leadOf, moveBody, moveForm, whenMistakes } from "./rules";
import { Fit, TimeFields } from "./time-fields";

type Props = {
  session: Session;
  card: SessionCard;
  /** Who may be in the way by name, where the reader may see names. */
  roster: Roster | undefined;
  opened: boolean;
  onClose: () => void;
  onMoved: (moved: Session) => void;
};

/** Another day, time, room or clinician for one session. */
export function MoveDialog({ opened, onClose, ...rest }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  return (
    <FormDialog title={t("sessions.form.moveTitle", { title: titleOf(rest.card) })} opened={opened} onClose={onClose}>
      <Moving {...rest} onClose={onClose} />
    </FormDialog>
  );
}

function Moving({ session, card, roster, onClose, onMoved }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const formErrors = useFormErrors();
  const refusal = useRefusal();
  const move = useMoveSession(session.id);
  const {
    form,
    set: change,
    draft,
    sent,
  } = useDraft({ form: "session-move", subject: session.id, begin: () => moveForm(session) });
  const [errors, setErrors] = useState<FieldError[]>([]);
  const rooms = useQuery(roomsQuery).data ?? [];
  const leaders = useQuery(leadersQuery(session.service_kind)).data ?? [];

  // Who leads now is offered also where their credentials are not listed.
  const known = card.staff.filter((one) => one.role === "lead" && !leaders.some(({ id }) => id === one.staff_id));
  const choices = [...known.map((one) => ({ id: one.staff_id, display_name: one.display_name })), ...leaders];
  const others = session.staff.filter((one) => one.role !== "lead").map((one) => one.staff_id);
  const people = new Map([
    ...choices.map((one) => [one.id, one.display_name] as const),
    ...card.staff.map((one) => [one.staff_id, one.display_name] as const),
    ...(roster?.rows ?? []).map((row) => [row.participant_id, nameOf(row)] as const),
  ]);
  const names = { room: rooms.find((one) => one.id === form.room_id)?.name, people };

  const submit = () => {
    const found = whenMistakes(form);
    setErrors(formErrors(found));
    if (found.length > 0) return;
    move.mutate(
      { ...moveBody(form, session), version: session.version },
      {
        onSuccess: (moved) => {
          sent();
          onMoved(moved);
        },
        onError: (error) => void refusal(error, form.local_date, names, moveFields).then(setErrors),
      },
    );
  };

  return (
    <DialogForm
      summary={t("sessions.form.summary")}
      errors={errors}
      draft={draft}
      submit={t("sessions.form.moveTo")}
      pending={move.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TimeFields form={form} errors={errors} focus onChange={change} />
      <RoomSelect
        rooms={rooms.filter((one) => one.active && one.location_id === session.location_id)}
        value={form.room_id}
        error={errorOf(errors, "room")}
        onChange={(room_id) => change({ room_id })}
      />
      <NativeSelect
        id={fieldId("staff")}
        label={t("sessions.form.clinician")}
        value={form.staff_id}
        error={errorOf(errors, "staff")}
        onChange={({ target }) => change({ staff_id: target.value })}
      >
        {leadOf(session.staff) === "" && <option value="">{t("sessions.form.chooseClinician")}</option>}
        {choices.map((one) => (
          <option key={one.id} value={one.id}>
            {one.display_name}
          </option>
        ))}
      </NativeSelect>
      <Fit
        form={form}
        room={form.room_id}
        staff={[...(form.staff_id ? [form.staff_id] : []), ...others]}
        besides={session.id}
        names={names}
        onTime={(local_start) => change({ local_start })}
      />
      {session.series_id && <p className={classes.hint}>{t("sessions.form.moveSeries")}</p>}
    </DialogForm>
  );
}
