import { Button } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { instrumentsQuery } from "@/api/catalogue";
import type { InstrumentSummary } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { Chip } from "@/ui/chip";
import { FormDialog } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";

import { useSwitchInstrument } from "./queries";
import classes from "./schedule.module.css";

type Props = { opened: boolean; onClose: () => void };

/** Instruments that an organization may use once it accepts their owners' terms, and those that are always there. */
export function InstrumentsDialog({ opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <FormDialog title={t("measureSchedule.switching.title")} opened={opened} onClose={onClose}>
      <Instruments />
    </FormDialog>
  );
}

function Instruments() {
  const { t } = useTranslation();
  const query = useQuery(instrumentsQuery);
  if (query.isPending) return <LoadingRows rows={6} height={44} />;
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const optional = query.data.filter((one) => one.licence === "opt_in");
  const others = query.data.filter((one) => one.licence !== "opt_in");
  return (
    <div className={classes.instruments}>
      <p className="meta">{t("measureSchedule.switching.hint")}</p>
      <ul>
        {optional.map((one) => (
          <Optional key={one.key} instrument={one} />
        ))}
      </ul>
      <h3>{t("measureSchedule.switching.others")}</h3>
      <ul>
        {others.map((one) => (
          <li key={one.key}>
            <strong>{one.name}</strong>
            <span className="meta">
              {t(
                one.licence === "score_only"
                  ? "measureSchedule.switching.scoreOnly"
                  : "measureSchedule.switching.textShips",
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Optional({ instrument }: { instrument: InstrumentSummary }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const problemText = useProblemText();
  const change = useSwitchInstrument();
  const { key, name, title, terms, credit, usable } = instrument;
  const Icon = usable ? IconCircleCheck : IconCircleMinus;
  return (
    <li>
      <div className={classes.instrumentHead}>
        <strong>{`${name} · ${title[language] ?? title.en}`}</strong>
        <Chip tone={usable ? "ok" : "plain"} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
          {t(usable ? "measureSchedule.switching.on" : "measureSchedule.switching.off")}
        </Chip>
      </div>
      <dl>
        <dt>{t("measureSchedule.switching.terms")}</dt>
        <dd lang="en">{terms}</dd>
        <dt>{t("measureSchedule.switching.credit")}</dt>
        <dd lang={credit ? "en" : undefined}>{credit ?? t("measureSchedule.switching.noCredit")}</dd>
      </dl>
      {change.error && <p role="alert">{problemText(change.error)}</p>}
      <Button
        loading={change.isPending}
        aria-label={t(usable ? "measureSchedule.switching.turnOffNamed" : "measureSchedule.switching.turnOnNamed", {
          name,
        })}
        onClick={() =>
          change.mutate(
            { key, on: !usable },
            {
              onSuccess: () =>
                announce(t(usable ? "measureSchedule.switching.isOff" : "measureSchedule.switching.isOn", { name })),
            },
          )
        }
      >
        {t(usable ? "measureSchedule.switching.turnOff" : "measureSchedule.switching.turnOn")}
      </Button>
    </li>
  );
}
