import { Button } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Participant } from "@/api/types";
import { announce } from "@/lib/announce";
import { focusMain } from "@/lib/focus-main";

import { useMergeProblem } from "./problem-words";
import { useUndoMerge } from "./queries";
import classes from "./record.module.css";

/** Above a record that is merged into another: the way to the one that stays, and the way back. */
export function MergedBanner({ person, mayUndo }: { person: Participant; mayUndo: boolean }) {
  const { t } = useTranslation();
  const problemWords = useMergeProblem();
  const undo = useUndoMerge();
  if (person.status !== "merged" || !person.merged_into_id) return null;
  return (
    <div className={classes.banner}>
      <span>
        <IconArrowMerge size={16} stroke={1.75} aria-hidden />
        {t("record.isMerged")}
      </span>
      <Link to="/participants/$participantId" params={{ participantId: person.merged_into_id }}>
        {t("record.toSurvivor")}
      </Link>
      {mayUndo && (
        <Button
          loading={undo.isPending}
          onClick={() =>
            undo.mutate(
              { merged: person, survivorId: person.merged_into_id },
              {
                onSuccess: () => {
                  announce(t("record.undone"));
                  focusMain();
                },
              },
            )
          }
        >
          {t("record.undoMerge")}
        </Button>
      )}
      {undo.error && <p role="alert">{problemWords(undo.error)}</p>}
    </div>
  );
}
