import { Button } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { instrumentsQuery } from "@/api/catalogue";
import type { InstrumentSummary } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { type Language, languages } from "@/lib/preferred-language";
import { Chip } from "@/ui/chip";
import { FormDialog } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useProblemText } from "@/ui/problem-text";

import { useSwitchInstrument, useWithdrawText } from "./queries";
import classes from "./schedule.module.css";
import { TextForm } from "./text-form";

type Props = { opened: boolean; onClose: () => void };

/** Whose questions are entered, and in which language. */
type Entering = { instrument: InstrumentSummary; language: Language };
type OnEnter = (entering: Entering) => void;

/** Instruments that an organization may use once it accepts their owners' terms, and those that are always there. */
export function InstrumentsDialog({ opened, onClose }: Props) {
  const { t } = useTranslation();
  const [entering, setEntering] = useState<Entering | null>(null);
  const close = () => {
    setEntering(null);
    onClose();
  };
  const title = entering
    ? t("instrumentText.title", {
        name: entering.instrument.name,
        language: t(`instrumentText.languages.${entering.language}`),
      })
    : t("measureSchedule.switching.title");
  return (
    <FormDialog title={title} opened={opened} onClose={close}>
      {entering ? (
        <TextForm
          instrumentKey={entering.instrument.key}
          language={entering.language}
          onDone={() => {
            setEntering(null);
            // The button that led there stands in the list again.
            const id = ownId(entering.instrument.key, entering.language);
            setTimeout(() => document.getElementById(id)?.focus());
          }}
        />
      ) : (
        <Instruments onEnter={setEntering} />
      )}
    </FormDialog>
  );
}

const ownId = (key: string, language: Language) => `own-${key}-${language}`;

function Instruments({ onEnter }: { onEnter: OnEnter }) {
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
          <Optional key={one.key} instrument={one} onEnter={onEnter} />
        ))}
      </ul>
      <h3>{t("measureSchedule.switching.others")}</h3>
      <ul>
        {others.map((one) => (
          <li key={one.key}>
            <strong>{one.name}</strong>
            <span className="meta">
              {one.licence === "score_only"
                ? t("measureSchedule.switching.scoreOnly")
                : one.languages.length > 0 && t("measureSchedule.switching.textShips")}
            </span>
            <Own instrument={one} onEnter={onEnter} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type RowProps = { instrument: InstrumentSummary; onEnter: OnEnter };

/** What stands of an instrument's own words here, and the ways to enter them; one that takes a score has none. */
function Own({ instrument, onEnter }: RowProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const problemText = useProblemText();
  const withdraw = useWithdrawText();
  const { key, name, licence, languages: here, own_languages: own } = instrument;
  if (licence === "score_only") return null;
  const named = (language: Language) => t(`instrumentText.languages.${language}`);
  const wanted = languages.filter((one) => own.includes(one) || !here.includes(one));
  const list = new Intl.ListFormat(locale).format(languages.filter((one) => own.includes(one)).map(named));
  return (
    <>
      {own.length > 0 && <span className="meta">{t("instrumentText.own", { languages: list })}</span>}
      {here.length === 0 && <span className="meta">{t("instrumentText.none")}</span>}
      {withdraw.error && <p role="alert">{problemText(withdraw.error)}</p>}
      {wanted.map((language) => {
        const entered = own.includes(language);
        const words = { name, language: named(language) };
        return (
          <div key={language} className={classes.own}>
            <Button
              id={ownId(key, language)}
              variant="subtle"
              aria-label={t(entered ? "instrumentText.changeNamed" : "instrumentText.enterNamed", words)}
              onClick={() => onEnter({ instrument, language })}
            >
              {t(entered ? "instrumentText.change" : "instrumentText.enter", words)}
            </Button>
            {entered && (
              <Button
                variant="subtle"
                loading={withdraw.isPending}
                aria-label={t("instrumentText.withdrawNamed", words)}
                onClick={() =>
                  withdraw.mutate(
                    { key, language },
                    { onSuccess: () => announce(t("instrumentText.withdrawn", { name })) },
                  )
                }
              >
                {t("instrumentText.withdraw")}
              </Button>
            )}
          </div>
        );
      })}
    </>
  );
}

function Optional({ instrument, onEnter }: RowProps) {
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
      {usable && <Own instrument={instrument} onEnter={onEnter} />}
    </li>
  );
}
