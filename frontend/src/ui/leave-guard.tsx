import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import classes from "./form-dialog.module.css";

type Words = { title: string; hint: string; leave: string; stay: string };

/** Asks before a page is left with what could not be kept: the server is out of reach or refuses. */
export function LeaveGuard({ unsaved, words }: { unsaved: () => boolean; words: Words }) {
  const blocker = useBlocker({ shouldBlockFn: unsaved, enableBeforeUnload: unsaved, withResolver: true });
  return (
    <LeaveQuestion
      opened={blocker.status === "blocked"}
      words={words}
      onStay={() => blocker.reset?.()}
      onLeave={() => blocker.proceed?.()}
    />
  );
}

type QuestionProps = { opened: boolean; words: Words; onStay: () => void; onLeave: () => void };

/** The same question where a form is closed and the page stays. */
export function LeaveQuestion({ opened, words, onStay, onLeave }: QuestionProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onStay}
      title={words.title}
      size={420}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      <p className={classes.hint}>{words.hint}</p>
      <div className={classes.answers}>
        <Button onClick={onLeave}>{words.leave}</Button>
        <Button variant="filled" data-autofocus onClick={onStay}>
          {words.stay}
        </Button>
      </div>
    </Modal>
  );
}
