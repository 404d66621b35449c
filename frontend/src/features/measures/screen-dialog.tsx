import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Behaviour } from "@/api/types";
import { announce } from "@/lib/announce";
import { Check } from "@/ui/editor-form";
import { DialogForm, FormDialog } from "@/ui/form-dialog";
import { LeaveGuard, LeaveQuestion } from "@/ui/leave-guard";
import { useFormErrors } from "@/ui/use-form-errors";

import { screenFields } from "./fields";
import classes from "./measures.module.css";
import { useMeasureProblem } from "./problems";
import { useScreen } from "./queries";
import { en } from "./texts";
import { type Answer, askedAfter, bodyOf, nothing, useUnfinishedScreen } from "./unfinished-screen";

type Props = { participantId: string; episodeId: string; onClose: () => void };

/** The answers to the clinic's own form, in the order of its questions. */
export function ScreenDialog(props: Props) {
  const { t } = useTranslation();
  const { found, drop } = useUnfinishedScreen(props.participantId);
  const [asking, setAsking] = useState(false);
  // One that is on its way may fail yet, and nobody would read it once this is closed.
  const unsaved = found?.sent === "on its way" || found?.sent === "failed";
  const leave = () => {
    drop();
    props.onClose();
  };
  const words = t("measures.screen.leave", { returnObjects: true });
  return (
    <FormDialog title={t("measures.screen.title")} opened onClose={() => (unsaved ? setAsking(true) : leave())}>
      <Screen {...props} onClose={() => (unsaved ? setAsking(true) : leave())} />
      <LeaveQuestion opened={asking && unsaved} words={words} onStay={() => setAsking(false)} onLeave={leave} />
      <LeaveGuard unsaved={() => unsaved} words={words} />
    </FormDialog>
  );
}

const behaviours = Object.keys(en.screen.behaviour) as Behaviour[];

function Screen({ participantId, episodeId, onClose }: Props) {
  const { t } = useTranslation();
  const problem = useMeasureProblem();
  const { found, say: set, mark, drop } = useUnfinishedScreen(participantId);
  const screen = useScreen(participantId, mark);
  const mistakes = useFormErrors("screen");
  // Nothing of it is kept before it is entered: an answer that is stored has its alert with it, and a draft has none.
  const said = found?.said ?? nothing;
  const sent = found?.sent ?? "no";
  const [restoredFrom] = useState(found?.at ?? null);
  const asked = askedAfter(said);

  const submit = () => {
    const missing = asked
      .filter((one) => said[one] === "")
      .map((one) => ({ field: one as string, text: t("measures.screen.missing") }));
    const { behaviour } = said;
    if (behaviour === "") missing.push({ field: "behaviour", text: t("measures.screen.missing") });
    if (mistakes.show(missing) || behaviour === "" || !found) return;
    screen.mutate(
      { body: bodyOf(said, behaviour, episodeId), keyOf: found.keyOf },
      {
        onSuccess: ({ level }) => {
          announce(t("measures.screen.done", { level: t(`measures.screen.level.${level}`) }));
        },
        onError: (error) => mistakes.refuse(error, problem(error), screenFields),
      },
    );
  };

  if (typeof sent === "object") {
    return (
      <div className={classes.tab}>
        <p>
          <strong>{t("measures.screen.result", { level: t(`measures.screen.level.${sent.level}`) })}</strong>
        </p>
        <div className={classes.head}>
          <Button data-autofocus variant="filled" onClick={onClose}>
            {t("state.close")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <DialogForm
      summary={t("measures.screen.summary")}
      errors={mistakes.errors}
      draft={{ state: { is: "untouched" }, restoredFrom: found?.sent === "no" ? restoredFrom : null, startOver: drop }}
      submit={t("measures.screen.submit")}
      pending={sent === "on its way"}
      onSubmit={submit}
      onCancel={onClose}
    >
      {sent === "failed" && (
        <p role="status">
          <strong>{t("measures.screen.notStored")}</strong>
        </p>
      )}
      <p>{t("measures.screen.hint")}</p>
      <Check label={t("measures.screen.since")} checked={said.since} onChange={(since) => set({ since })} />
      {asked.map((one) => (
        <NativeSelect
          key={one}
          id={mistakes.fieldId(one)}
          label={t(`measures.screen.q.${one}`)}
          value={said[one]}
          error={mistakes.errorOf(one)}
          onChange={(event) => set({ [one]: event.target.value as Answer })}
        >
          <option value="">{t("measures.giving.choose")}</option>
          <option value="no">{t("measures.screen.no")}</option>
          <option value="yes">{t("measures.screen.yes")}</option>
        </NativeSelect>
      ))}
      <NativeSelect
        id={mistakes.fieldId("behaviour")}
        label={t("measures.screen.q.behaviour")}
        value={said.behaviour}
        error={mistakes.errorOf("behaviour")}
        onChange={(event) => set({ behaviour: event.target.value as Behaviour | "" })}
      >
        <option value="">{t("measures.giving.choose")}</option>
        {behaviours.map((one) => (
          <option key={one} value={one}>
            {t(`measures.screen.behaviour.${one}`)}
          </option>
        ))}
      </NativeSelect>
    </DialogForm>
  );
}
