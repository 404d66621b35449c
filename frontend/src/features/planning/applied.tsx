import { Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import type { ScheduleBuild } from "@/api/types";
import { announce } from "@/lib/announce";
import type { FieldError } from "@/ui/error-summary";
import { DialogForm, Effects, FormDialog } from "@/ui/form-dialog";
import { Panel, PanelNote } from "@/ui/panel";
import { useSessionTitle } from "@/ui/session-title";

import { useRefusalText } from "./problems";
import { useUndoWeek } from "./queries";
import { hinders, takenOf } from "./rules";

type Props = { build: ScheduleBuild; onAgain: () => void; onSchedule: () => void };

/** A week that holds, and the way back; or one that was taken back. */
export function Applied({ build, onAgain, onSchedule }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const undone = build.undone_at !== null;
  return (
    <>
      <Panel
        title={t(undone ? "planning.undone" : "planning.applied")}
        actions={
          <>
            {undone ? (
              <Button onClick={onAgain}>{t("planning.again")}</Button>
            ) : (
              build.kept && <Button onClick={() => setAsking(true)}>{t("planning.undo")}</Button>
            )}
            <Button variant="filled" onClick={onSchedule}>
              {t("planning.toSchedule")}
            </Button>
          </>
        }
      >
        <PanelNote>
          <IconCircleCheck size={16} stroke={1.75} aria-hidden style={{ verticalAlign: -3 }} />{" "}
          {t(undone ? "planning.undoneHint" : "planning.appliedHint")}
        </PanelNote>
      </Panel>
      <FormDialog title={t("planning.undoTitle")} opened={asking} onClose={() => setAsking(false)}>
        <Question build={build} onClose={() => setAsking(false)} />
      </FormDialog>
    </>
  );
}

function Question({ build, onClose }: { build: ScheduleBuild; onClose: () => void }) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const undo = useUndoWeek(build.id);
  const refusalText = useRefusalText();
  const [errors, setErrors] = useState<FieldError[]>([]);

  /** What stands in the way, and in which sessions; those that the week made have no title here. */
  const inWords = (error: unknown): FieldError[] => {
    const { parts, sessions } = hinders(error instanceof ProblemError ? error.problem : {});
    const titles = build.changes.filter((one) => one.session_id !== null && sessions.includes(one.session_id));
    const which = [...new Set(titles.map((one) => titleOf({ title: one.title, service_kind: one.kind })))].join(", ");
    const words = parts.map((part) => `${t(`planning.undoSince.${part}`)} ${part === "closures" ? "" : which}`.trim());
    const taken = takenOf(error instanceof ProblemError ? error.problem.code : undefined);
    return [taken ? t(`planning.undoTaken.${taken}`) : refusalText(error).text, ...words].map((text) => ({
      field: "",
      text,
    }));
  };

  return (
    <DialogForm
      summary={t("planning.undoSummary")}
      errors={errors}
      submit={t("planning.undoDo")}
      pending={undo.isPending}
      onSubmit={() =>
        undo.mutate(build.version, {
          onSuccess: () => {
            announce(t("planning.undone"));
            onClose();
          },
          onError: (error) => setErrors(inWords(error)),
        })
      }
      onCancel={onClose}
    >
      <Effects
        title={t("planning.undoWhat")}
        effects={(["back", "made", "whole", "tell"] as const).map((one) => t(`planning.undoEffects.${one}`))}
      />
    </DialogForm>
  );
}
