import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { leaveRoom } from "@/lib/room";
import { useOpened } from "@/ui/use-opened";

import classes from "./shell.module.css";

/** Asks once more before a screen that others may see shows everything. */
export function LeaveRoomDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={useOpened(opened)}
      onClose={onClose}
      title={t("room.leaveQuestion")}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      <p>{t("room.leaveHint")}</p>
      <div className={classes.dialogActions}>
        <Button data-autofocus onClick={onClose}>
          {t("room.stay")}
        </Button>
        <Button variant="filled" onClick={leaveRoom}>
          {t("room.reveal")}
        </Button>
      </div>
    </Modal>
  );
}
