import { Button, NativeSelect } from "@mantine/core";
import { type RefObject, useEffect, useRef, useState } from "react";
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

type Props = { participantId: string; episodeId: string; onClose: () => void };

/** The answers to the clinic's own form, in the order of its questions. */
export function ScreenDialog(props: Props) {
  const { t } = useTranslation();
  const unsaved = useRef(false);
  const [asking, setAsking] = useState(false);
  const close = () => (unsaved.current ? setAsking(true) : props.onClose());
  const words = t("measures.screen.leave", { returnObjects: true });
  return (
    <FormDialog title={t("measures.screen.title")} opened onClose={close}>
      <Screen {...props} unsaved={unsaved} onClose={close} />
      <LeaveQuestion opened={asking} words={words} onStay={() => setAsking(false)} onLeave={props.onClose} />
      <LeaveGuard unsaved={() => unsaved.current} words={words} />
    </FormDialog>
  );
}

const always = ["wish", "thoughts"] as const;
const afterYes = ["method", "intent", "plan"] as const;
type Question = (typeof always)[number] | (typeof afterYes)[number];
type Answer = "" | "yes" | "no";
type Said = Record<Question, Answer> & { since: boolean; behaviour: Behaviour | "" };
const nothing: Said = {
  ...{ since: false, wish: "", thoughts: "", method: "", intent: "", plan: "", behaviour: "" },
};
const behaviours = Object.keys(en.screen.behaviour) as Behaviour[];

type ScreenProps = Props & {
  /** Told whether answers were entered that nobody has stored. */
  unsaved: RefObject<boolean>;
};

function Screen({ participantId, episodeId, unsaved, onClose }: ScreenProps) {
  const { t } = useTranslation();
  const problem = useMeasureProblem();
  const screen = useScreen(participantId);
  const mistakes = useFormErrors("screen");
  // Nothing of it is kept before it is entered: an answer that is stored has its alert with it, and a draft has none.
  const [said, setSaid] = useState<Said>(nothing);
  const set = (change: Partial<Said>) => setSaid((before) => ({ ...before, ...change }));
  // One that is on its way may fail yet, and nobody would read it once this is closed.
  unsaved.current = screen.isError || screen.isPending;
  useEffect(
    () => () => {
      unsaved.current = false;
    },
    [unsaved],
  );
  const asked: Question[] = [...always, ...(said.thoughts === "yes" ? afterYes : [])];

  const submit = () => {
    const found = asked
      .filter((one) => said[one] === "")
      .map((one) => ({ field: one as string, text: t("measures.screen.missing") }));
    const { behaviour } = said;
    if (behaviour === "") found.push({ field: "behaviour", text: t("measures.screen.missing") });
    if (mistakes.show(found) || behaviour === "") return;
    const yes = (question: Question) => (asked.includes(question) ? said[question] === "yes" : null);
    screen.mutate(
      {
        episode_id: episodeId,
        since_last_contact: said.since,
        wish: said.wish === "yes",
        thoughts: said.thoughts === "yes",
        method: yes("method"),
        intent: yes("intent"),
        plan: yes("plan"),
        behaviour,
      },
      {
        onSuccess: ({ level }) => {
          announce(t("measures.screen.done", { level: t(`measures.screen.level.${level}`) }));
        },
        onError: (error) => mistakes.refuse(error, problem(error), screenFields),
      },
    );
  };

  if (screen.data) {
    return (
      <div className={classes.tab}>
        <p>
          <strong>{t("measures.screen.result", { level: t(`measures.screen.level.${screen.data.level}`) })}</strong>
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
      submit={t("measures.screen.submit")}
      pending={screen.isPending}
      onSubmit={submit}
      onCancel={onClose}
    >
      {screen.isError && (
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
