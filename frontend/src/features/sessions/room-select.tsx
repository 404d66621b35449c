import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Room } from "@/api/types";

import { fieldId } from "./problems";
import { VIDEO } from "./rules";

type Props = {
  rooms: Room[];
  value: string;
  /** Offers a session by video beside the rooms. */
  video?: boolean;
  error: string | undefined;
  onChange: (room: string) => void;
};

export function RoomSelect({ rooms, value, video = false, error, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      id={fieldId("room")}
      label={t("sessions.form.room")}
      value={value}
      error={error}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="">{t("sessions.form.noRoom")}</option>
      {video && <option value={VIDEO}>{t("sessions.form.video")}</option>}
      {rooms.map((room) => (
        <option key={room.id} value={room.id}>
          {t("sessions.form.roomOption", { name: room.name, seats: t("week.seats", { count: room.capacity }) })}
        </option>
      ))}
    </NativeSelect>
  );
}
