import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { BuildClash, BuildMissing, ScheduleBuild } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { ErrorSummary, type FieldError } from "@/ui/error-summary";
import { Panel } from "@/ui/panel";

import { Applied } from "./applied";
import { Changes, Told, whenOf } from "./changes";
import classes from "./plan-page.module.css";
import { useRefusalText } from "./problems";
import { useApplyWeek, useGiveUp } from "./queries";
import { type Names, useNames } from "./use-names";

type Props = { build: ScheduleBuild; onAgain: () => void; onSchedule: () => void };

/** A week in the making, from the asking to the applying. */
export function BuildPanels({ build, onAgain, onSchedule }: Props) {
  const { t } = useTranslation();
  const names = useNames(build);
  const several = build.location_ids.length > 1;
  switch (build.status) {
    case "queued":
    case "running":
      return <Working build={build} />;
    case "proposed":
      return <Proposal build={build} names={names} onAgain={onAgain} />;
    case "applied":
      return (
        <>
          <Applied build={build} onAgain={onAgain} onSchedule={onSchedule} />
          <Changes build={build} names={names} />
        </>
      );
    case "no_week":
      return (
        <Panel
          title={t("planning.noWeek")}
          hint={t("planning.noWeekHint")}
          actions={<Button onClick={onAgain}>{t("planning.again")}</Button>}
        >
          <ul className={classes.list}>
            {build.clashes.map((clash, index) => (
              <Clash key={`${clash.rule} ${index}`} clash={clash} names={names} several={several} />
            ))}
          </ul>
        </Panel>
      );
    default:
      return (
        <Panel
          title={t(build.status === "failed" ? "planning.failed" : "planning.cancelled")}
          actions={<Button onClick={onAgain}>{t("planning.again")}</Button>}
        >
          {null}
        </Panel>
      );
  }
}

/** How far it is, in words and as a bar, and the way to end it. */
function Working({ build }: { build: ScheduleBuild }) {
  const { t } = useTranslation();
  const stop = useGiveUp(build.id);
  const percent = t("planning.progress", { percent: build.progress });
  return (
    <Panel
      title={t("planning.working")}
      actions={
        <Button
          loading={stop.isPending}
          onClick={() => stop.mutate(undefined, { onSuccess: () => announce(t("planning.stopped")) })}
        >
          {t("planning.stop")}
        </Button>
      }
    >
      <div className={classes.work}>
        <progress max={100} value={build.progress} aria-label={t("planning.working")} aria-valuetext={percent} />
        <p className={`${classes.say} num`}>
          {percent}
          {build.cost !== null && ` · ${t("planning.best", { cost: build.cost })}`}
        </p>
      </div>
    </Panel>
  );
}

function Proposal({ build, names, onAgain }: { build: ScheduleBuild; names: Names; onAgain: () => void }) {
  const { t } = useTranslation();
  const apply = useApplyWeek(build.id);
  const discard = useGiveUp(build.id);
  const refusalText = useRefusalText();
  const [errors, setErrors] = useState<FieldError[]>([]);
  const failed = (error: unknown) => setErrors([{ field: "", text: refusalText(error).text }]);
  return (
    <>
      <Changes build={build} names={names} />
      {build.without.length > 0 && (
        <Panel title={t("planning.missing")}>
          <ul className={classes.list}>
            {build.without.map((one, index) => (
              <li key={`${one.participant_id ?? one.cohort_id} ${index}`}>
                <Missing one={one} names={names} several={build.location_ids.length > 1} />
              </li>
            ))}
            {build.clashes.map((clash, index) => (
              <Clash
                key={`${clash.rule} ${index}`}
                clash={clash}
                names={names}
                several={build.location_ids.length > 1}
              />
            ))}
          </ul>
        </Panel>
      )}
      {build.changes.length > 0 && <Told build={build} names={names} />}
      <ErrorSummary title={t("planning.summary")} errors={errors} />
      <div className={classes.apply}>
        {build.changes.length > 0 && <p>{t("planning.applying", { count: build.changes.length })}</p>}
        <Button
          loading={discard.isPending}
          onClick={() => discard.mutate(undefined, { onSuccess: onAgain, onError: failed })}
        >
          {t("planning.discard")}
        </Button>
        {build.changes.length > 0 && (
          <Button
            variant="filled"
            loading={apply.isPending}
            onClick={() =>
              apply.mutate(build.version, {
                onSuccess: () => announce(t("planning.applied")),
                onError: failed,
              })
            }
          >
            {t("planning.apply")}
          </Button>
        )}
      </div>
    </>
  );
}

/** What has no time; or which group is led by one alone, and what is lacking. */
function Missing({ one, names, several }: { one: BuildMissing; names: Names; several: boolean }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { seat, second_kind } = one;
  const what = [
    t(`kind.${one.kind}`),
    one.participant_id ? names.person(one.participant_id) : names.cohort(one.cohort_id ?? ""),
    ...(several ? [names.site(one.location_id)] : []),
  ].join(" · ");
  if (!seat || !second_kind) return what;
  const facts = { what, when: whenOf(seat, locale), lead: names.staff(seat.staff_id ?? "") };
  return one.no_chair
    ? t("planning.aloneNoChair", facts)
    : t("planning.alone", { ...facts, kind: t(`kind.${second_kind}`) });
}

function Clash({ clash, names, several }: { clash: BuildClash; names: Names; several: boolean }) {
  const { t } = useTranslation();
  const words = t(`planning.clash.${clash.rule}`, {
    kind: clash.kinds.map((kind) => t(`kind.${kind}`)).join(", ") || t("planning.group"),
    cohorts: clash.cohort_ids.map(names.cohort).join(", "),
    count: clash.count ?? 0,
    most: clash.have ?? 0,
    at: clash.at ?? "",
    need: clash.need ?? 0,
    have: clash.have ?? 0,
  });
  return (
    <li>
      {several && clash.location_ids.length > 0 && `${clash.location_ids.map(names.site).join(", ")}: `}
      {clash.participant_id ? t("planning.forWhom", { words, name: names.person(clash.participant_id) }) : words}
      {!clash.proven && <span className={classes.say}> {t("planning.notProven")}</span>}
    </li>
  );
}
