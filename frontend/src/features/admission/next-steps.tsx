import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Episode, Participant } from "@/api/types";
import { focusMain } from "@/lib/focus-main";
import { addTexts } from "@/lib/i18n";
import type { LocalDate } from "@/lib/time";
import { useLater } from "@/ui/use-later";

import classes from "./next-steps.module.css";
import { isPending, mayStart } from "./rules";
import type { Props as DrawerProps } from "./step-drawer";
import type { Step } from "./step-form";
import { en, es } from "./texts";

addTexts("admission", { en, es });

// The buttons stand with the chart, so that nothing moves; what they open comes when that stands.
const loadDrawer = () => import("./step-drawer").then((module) => module.StepDrawer);

function LaterStepDrawer(props: DrawerProps) {
  const StepDrawer = useLater(loadDrawer);
  return StepDrawer && <StepDrawer {...props} />;
}

type Props = {
  person: Participant;
  /** The episode that the chart is about, and all there are. */
  episode: Episode | undefined;
  episodes: readonly Episode[];
  programName: (programId: string) => string;
  permissions: readonly string[];
  /** Whether it is known that somebody who is admitted has no cohort. */
  withoutCohort: boolean;
  today: LocalDate;
};

/** What comes next on the way into care: a referral, a screening, the admission, a cohort. Nothing where all is done. */
export function NextSteps(props: Props) {
  const { person, episode, episodes, programName, permissions, withoutCohort, today } = props;
  const { t } = useTranslation();
  const [doing, setDoing] = useState<Step | null>(null);
  const close = () => setDoing(null);
  // The button that was pressed goes with what it did.
  const done = () => {
    close();
    setTimeout(focusMain);
  };
  const may = (permission: string) => permissions.includes(permission);
  const inUse = person.status === "active" && !person.deceased;
  const pending = episode !== undefined && isPending(episode) ? episode : undefined;
  const starts = inUse && may("episode:refer") && mayStart(episodes);
  const screens = pending?.status === "referred" && may("episode:refer");
  const admits = pending !== undefined && may("episode:admit");
  const seats = episode?.status === "active" && withoutCohort && may("membership:write") && may("cohort:read");
  const titles: Record<Step, string> = {
    start: t("admission.startTitle"),
    screen: t("admission.screenTitle"),
    admit: t("admission.admitTitle", { program: pending ? programName(pending.program_id) : "" }),
  };
  if (!starts && !screens && !admits && !seats) return null;
  return (
    <section className={classes.steps} aria-label={t("admission.steps")}>
      {starts && (
        <Button variant="filled" onClick={() => setDoing("start")}>
          {t("admission.start")}
        </Button>
      )}
      {admits && (
        <Button variant="filled" onClick={() => setDoing("admit")}>
          {t("admission.admit")}
        </Button>
      )}
      {screens && <Button onClick={() => setDoing("screen")}>{t("admission.screen")}</Button>}
      {seats && (
        <Button renderRoot={(root) => <Link to="/cohorts" search={{ program: episode.program_id }} {...root} />}>
          {t("admission.toCohort")}
        </Button>
      )}
      <LaterStepDrawer
        title={doing ? titles[doing] : ""}
        step={doing}
        participantId={person.id}
        episode={pending}
        today={today}
        onClose={close}
        onDone={done}
      />
    </section>
  );
}
