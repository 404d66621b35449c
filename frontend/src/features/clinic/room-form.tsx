import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Room } from "@/api/types";
import { thingsOf } from "@/lib/things";
import { useDraft } from "@/lib/use-draft";
import fields from "@/ui/fields.module.css";
import { roomFields } from "./fields";
import { Form } from "./form";
import classes from "./form.module.css";
import { useAddRoom, useChangeRoom } from "./queries";
import { type RoomForm as Fields, onlyChanged, roomErrors, roomForm, roomKinds } from "./rules";
import { useClinicMistakes } from "./use-clinic-mistakes";

const bodyOf = (form: Fields) => ({
  name: form.name.trim(),
  kind: form.kind,
  capacity: Number(form.capacity),
  equipment: thingsOf(form.equipment),
});

type Props = {
  locationId: string;
  /** The room to change as it is stored now, or null for a new one. */
  room: Room | null;
  onClose: () => void;
};

export function RoomForm({ locationId, room, onClose }: Props) {
  const { t } = useTranslation();
  const add = useAddRoom();
  const change = useChangeRoom();
  const { form, set, draft, sent } = useDraft({
    form: "room",
    subject: room?.id ?? locationId,
    begin: () => roomForm(room),
  });
  const [before] = useState(() => ({ ...bodyOf(roomForm(room)), active: roomForm(room).active }));
  const mistakes = useClinicMistakes("room", roomFields);

  const submit = () => {
    if (mistakes.stop(roomErrors(form).map(([field, error]) => [field, t(`clinic.${error}`)]))) return;
    const body = bodyOf(form);
    const then = mistakes.afterwards(sent, onClose);
    if (room) {
      const changes = onlyChanged({ ...body, active: form.active }, before);
      change.mutate({ id: room.id, version: room.version, body: changes }, then);
    } else add.mutate({ ...body, location_id: locationId }, then);
  };

  return (
    <Form
      errors={mistakes.errors}
      draft={draft}
      submit={submit}
      label={t("clinic.saveRoom")}
      saving={add.isPending || change.isPending}
      onClose={onClose}
    >
      {mistakes.conflict && room && (
        <p className={classes.stored}>
          {t("clinic.stored", {
            facts: [
              room.name,
              t(`clinic.kinds.${room.kind}`),
              t("clinic.seats", { count: room.capacity }),
              ...room.equipment,
              t(room.active ? "clinic.inUse" : "clinic.notInUse"),
            ].join(", "),
          })}
        </p>
      )}
      <TextInput
        id={mistakes.fieldId("name")}
        label={t("clinic.name")}
        maxLength={200}
        value={form.name}
        error={mistakes.errorOf("name")}
        onChange={(event) => set({ name: event.target.value })}
        data-autofocus
      />
      <div className={fields.pair}>
        <NativeSelect
          id={mistakes.fieldId("kind")}
          label={t("clinic.kind")}
          value={form.kind}
          error={mistakes.errorOf("kind")}
          onChange={(event) => set({ kind: roomKinds.find((one) => one === event.target.value) ?? form.kind })}
        >
          {roomKinds.map((one) => (
            <option key={one} value={one}>
              {t(`clinic.kinds.${one}`)}
            </option>
          ))}
        </NativeSelect>
        <TextInput
          id={mistakes.fieldId("capacity")}
          label={t("clinic.capacity")}
          inputMode="numeric"
          maxLength={3}
          value={form.capacity}
          error={mistakes.errorOf("capacity")}
          onChange={(event) => set({ capacity: event.target.value })}
        />
      </div>
      <p className={fields.hint}>{t("clinic.capacityHint")}</p>
      <TextInput
        id={mistakes.fieldId("equipment")}
        label={t("clinic.equipment")}
        description={t("clinic.equipmentHint")}
        maxLength={2000}
        value={form.equipment}
        error={mistakes.errorOf("equipment")}
        onChange={(event) => set({ equipment: event.target.value })}
      />
      {room && (
        <div>
          <label className={classes.choice}>
            <input
              id={mistakes.fieldId("active")}
              type="checkbox"
              checked={form.active}
              onChange={(event) => set({ active: event.target.checked })}
            />
            {t("clinic.roomInUse")}
          </label>
          {!form.active && <p className={fields.hint}>{t("clinic.deactivateRoomHint")}</p>}
        </div>
      )}
    </Form>
  );
}
