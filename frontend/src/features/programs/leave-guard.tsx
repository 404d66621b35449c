import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import classes from "./plan-form.module.css";

/** Asks before a page is left with what could not be kept: the server is out of reach or refuses. */
export function LeaveGuard({ unsaved }: { unsaved: () => boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({ shouldBlockFn: unsaved, enableBeforeUnload: unsaved, withResolver: true });
  const asking = blocker.status === "blocked";
  return (
    <Modal
      opened={asking}
      onClose={() => blocker.reset?.()}
      title={t("programs.leave.title")}
      size={420}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      <p className={classes.hint}>{t("programs.leave.hint")}</p>
      <div className={classes.answers}>
        <Button onClick={() => blocker.proceed?.()}>{t("programs.leave.leave")}</Button>
        <Button variant="filled" data-autofocus onClick={() => blocker.reset?.()}>
          {t("programs.leave.stay")}
        </Button>
      </div>
    </Modal>
  );
}
