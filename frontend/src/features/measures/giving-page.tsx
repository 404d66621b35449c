import { Button, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconArrowLeft, IconCheck, IconCloudCheck, IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { instrumentQuery } from "@/api/measured";
import type { Administration, Instrument, InstrumentItem } from "@/api/types";
import { useStore } from "@/lib/store";
import { dropUnfinished, unfinished } from "@/lib/unfinished";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./giving.module.css";
import { useMeasureProblem } from "./problems";
import { administrationQuery, type LostAnswer, lostAnswerName, useAnswer, useHandIn } from "./queries";
import { firstOpen, optionOfKey } from "./rules";
import { useMissing, waitAfter } from "./telling";

/** A measure, one question a page: by touch, by keys, gone on with where it was left. */
export function GivingPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const given = useQuery(administrationQuery(id));
  const key = given.data?.instrument_key ?? "";
  const instrument = useQuery({
    ...instrumentQuery(key, given.data?.instrument_version, given.data?.instrument_text_id),
    enabled: given.data !== undefined,
  });
  useEffect(() => {
    // Neither whose it is nor what: the title is seen in a list of windows.
    document.title = t("app.name");
  }, [t]);
  const failed = [given, instrument].find((one) => one.isError && !one.data);
  if (failed || !given.data || !instrument.data) {
    return (
      <main>
        {failed ? (
          <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
        ) : (
          <LoadingRows rows={6} height={56} />
        )}
      </main>
    );
  }
  if (given.data.status === "in_progress") return <Questions given={given.data} instrument={instrument.data} />;
  return <Done given={given.data} instrument={instrument.data} />;
}

type Props = { given: Administration; instrument: Instrument };

function Questions({ given, instrument }: Props) {
  const { t } = useTranslation();
  const { items } = instrument;
  const [at, setAt] = useState(() => firstOpen(items, given));
  const staff = useMissing(given.id);
  const item = items[at];
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <Button
          variant="subtle"
          disabled={at === 0}
          leftSection={<IconArrowLeft size={18} stroke={1.75} aria-hidden />}
          onClick={() => setAt(at - 1)}
        >
          {t("measures.page.back")}
        </Button>
        <ToChart given={given} words={t("measures.page.later")} />
      </header>
      <div className={classes.progress} aria-hidden>
        {items.map((one, index) => (
          <i key={one.number} data-done={index < at || undefined} />
        ))}
      </div>
      {item ? (
        <Question
          key={item.number}
          given={given}
          instrument={instrument}
          staff={staff}
          item={item}
          place={at}
          onNext={() => setAt(at + 1)}
          onBack={() => setAt(Math.max(0, at - 1))}
        />
      ) : (
        <Review given={given} instrument={instrument} staff={staff} onChange={setAt} />
      )}
      {instrument.credit && <footer className={classes.credit}>{instrument.credit}</footer>}
    </div>
  );
}

type Asked = Props & { staff: ReturnType<typeof useMissing> };
type QuestionProps = Asked & { item: InstrumentItem; place: number; onNext: () => void; onBack: () => void };

function Question({ given, instrument, staff, item, place, onNext, onBack }: QuestionProps) {
  const { t } = useTranslation();
  const problem = useMeasureProblem();
  const answer = useAnswer(given.id, staff);
  const name = lostAnswerName(given.id, item.number);
  const lost = useStore(unfinished).get(name) as LostAnswer | undefined;
  const timer = useRef<number>(undefined);
  const stored = given.answers.find((one) => one.item === item.number);
  const waiting = answer.isPending ? answer.variables : lost;
  const chosen = waiting ? waiting.value : stored ? stored.value : undefined;
  const said = given.language;

  // Only what the server has is gone on from: the alert that an answer opens is stored with it. What it has not is tried
  // again, and what is said of it stays meanwhile.
  const choose = (value: number | null, attempt = 0) => {
    window.clearTimeout(timer.current);
    if (attempt === 0) dropUnfinished(name);
    answer.mutate(
      { item: item.number, value },
      {
        onSuccess: () => {
          if (!item.safety) onNext();
        },
        onError: (error) => {
          const wait = waitAfter(error, attempt);
          if (wait !== null) timer.current = window.setTimeout(() => act.current.choose(value, attempt + 1), wait);
        },
      },
    );
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const act = useRef({ choose, onNext, onBack, stored });
  act.current = { choose, onNext, onBack, stored };
  useEffect(() => {
    // Somebody went to another question or to the chart before it was stored: it stands there again, and is tried again.
    const kept = unfinished.get().get(name) as LostAnswer | undefined;
    if (kept) act.current.choose(kept.value, 1);
    return () => {
      // What the server will not have helps nobody later; staff knows that it is missing.
      const left = unfinished.get().get(name) as LostAnswer | undefined;
      if (left && waitAfter(left.error, 0) === null) dropUnfinished(name);
    };
  }, [name]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const value = optionOfKey(item, event.key);
      if (value !== undefined) act.current.choose(value);
      else if (event.key === "ArrowLeft") act.current.onBack();
      else if (event.key === "ArrowRight" && act.current.stored) act.current.onNext();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [item]);

  return (
    <main className={classes.question}>
      <p className={`${classes.state} num`}>
        {t("measures.page.question", { number: place + 1, count: instrument.items.length })}
        <span role="status">
          {lost ? null : answer.isPending ? (
            t("measures.page.saving")
          ) : stored ? (
            <>
              <IconCloudCheck size={16} stroke={1.75} aria-hidden /> {t("measures.page.saved")}
            </>
          ) : null}
        </span>
      </p>
      <div lang={said}>
        {instrument.instruction && <p className={classes.instruction}>{instrument.instruction[said]}</p>}
        <Heading>{item.text?.[said] ?? t("measures.page.own", { number: item.number })}</Heading>
      </div>
      <ul className={classes.options} lang={said}>
        {item.options.map((option) => (
          <li key={option.value}>
            <Option chosen={chosen === option.value} digit={option.value} onChoose={() => choose(option.value)}>
              {option.text?.[said] ?? String(option.value)}
            </Option>
          </li>
        ))}
        {item.may_not_apply && (
          <li>
            <Option chosen={chosen === null} onChoose={() => choose(null)}>
              {t("measures.page.notApplicable")}
            </Option>
          </li>
        )}
      </ul>
      {lost && (
        <NotStored words={t("measures.page.failed", { why: problem(lost.error) })} told={staff.told}>
          <Button onClick={() => choose(lost.value, 1)}>{t("measures.page.again")}</Button>
        </NotStored>
      )}
      {given.mode === "read_out" && item.safety && given.alert_ids.length > 0 && (
        <div className={classes.problem} role="alert">
          <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
          <span>{t("measures.page.alert")}</span>
        </div>
      )}
      {given.mode === "self" && (given.alert_ids.length > 0 || lost) && <Crisis />}
      <p className={classes.hint}>{t(item.safety ? "measures.page.hintSafety" : "measures.page.hint")}</p>
      {(stored || !item.safety) && (
        <div className={classes.ways}>
          <Button size="md" variant={item.safety ? "filled" : "default"} disabled={answer.isPending} onClick={onNext}>
            {t("measures.page.next")}
          </Button>
        </div>
      )}
      {!stored && item.safety && (
        <div className={classes.ways}>
          <Button size="md" variant="subtle" onClick={onNext}>
            {t("measures.page.next")}
          </Button>
        </div>
      )}
    </main>
  );
}

/** The browser asks before it closes a page that holds what is not stored. */
function useStaying(wanted: boolean) {
  useEffect(() => {
    if (!wanted) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, [wanted]);
}

/** That something is not stored, and whether the team knows. */
function NotStored({ words, told, children }: { words: string; told: boolean; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.problem} role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      <span>
        {words} {told && t("measures.page.told")}
      </span>
      {children}
    </div>
  );
}

/** Who answers by themselves is told at once whom to call, and the team is beside them: they gave them this screen. */
function Crisis() {
  const { t } = useTranslation();
  return (
    <div className={classes.problem} role="alert">
      <IconPhone size={18} stroke={1.75} aria-hidden />
      <span>
        <strong>{t("measures.plan.crisis")}</strong> {t("measures.page.crisis")}
      </span>
    </div>
  );
}

/** What stands on the page now. It takes focus: what had it went with the page before. */
function Heading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

type OptionProps = { chosen: boolean; digit?: number; onChoose: () => void; children: string };

function Option({ chosen, digit, onChoose, children }: OptionProps) {
  return (
    <UnstyledButton className={classes.option} aria-pressed={chosen} onClick={onChoose}>
      <span className={classes.ring} aria-hidden>
        {chosen && <IconCheck size={16} stroke={2.5} />}
      </span>
      {children}
      {digit !== undefined && digit < 10 && (
        <kbd className={classes.digit} aria-hidden>
          {digit}
        </kbd>
      )}
    </UnstyledButton>
  );
}

function Review({ given, instrument, staff, onChange }: Asked & { onChange: (place: number) => void }) {
  const { t } = useTranslation();
  const problem = useMeasureProblem();
  const handIn = useHandIn(given.id, staff);
  useStaying(handIn.isError);
  const said = given.language;
  const blank = instrument.items.filter(
    (item) => item.scored && !given.answers.some((answer) => answer.item === item.number),
  );
  const wordsOf = (item: InstrumentItem) => {
    const answer = given.answers.find((one) => one.item === item.number);
    if (!answer) return t("measures.page.blank");
    if (answer.value === null) return t("measures.page.notApplicable");
    return item.options.find((option) => option.value === answer.value)?.text?.[said] ?? String(answer.value);
  };
  return (
    <main className={classes.question}>
      <Heading>{t("measures.page.review")}</Heading>
      <ol className={classes.review}>
        {instrument.items.map((item, place) => (
          <li key={item.number}>
            <span lang={said}>{item.text?.[said] ?? t("measures.page.own", { number: item.number })}</span>
            <Button
              variant="subtle"
              aria-label={`${wordsOf(item)}. ${t("measures.page.change", { number: place + 1 })}`}
              onClick={() => onChange(place)}
            >
              {wordsOf(item)}
            </Button>
          </li>
        ))}
      </ol>
      {blank.length > 0 && (
        <div className={classes.problem}>
          <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
          <span>
            {t("measures.page.unanswered", { count: blank.length })} {t("measures.page.partial")}
          </span>
        </div>
      )}
      {handIn.error && (
        <NotStored words={t("measures.page.notHandedIn", { why: problem(handIn.error) })} told={staff.told} />
      )}
      {handIn.error && given.mode === "self" && <Crisis />}
      <div className={classes.ways}>
        <Button size="md" variant="filled" loading={handIn.isPending} onClick={() => handIn.mutate(given.version)}>
          {t("measures.page.handIn")}
        </Button>
      </div>
    </main>
  );
}

/** The score is the clinician's to read; who answered by themselves sees that it is handed in. */
function Done({ given }: Props) {
  const { t } = useTranslation();
  const shown = given.mode !== "self" && given.total !== null;
  return (
    <div className={classes.page}>
      <main className={classes.question}>
        <Heading>
          {given.status === "withdrawn"
            ? t("measures.page.withdrawn")
            : shown
              ? t("measures.page.result", { total: given.total })
              : t("measures.page.noTotal")}
        </Heading>
        {given.mode !== "self" && given.alert_ids.length > 0 && (
          <div className={classes.problem}>
            <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
            <span>{t("measures.page.alert")}</span>
          </div>
        )}
        {given.mode === "self" && given.alert_ids.length > 0 && <Crisis />}
        <div className={classes.ways}>
          <ToChart given={given} words={t("measures.page.toChart")} />
        </div>
      </main>
    </div>
  );
}

function ToChart({ given, words }: { given: Administration; words: string }) {
  return (
    <Button
      renderRoot={(props) => (
        <Link
          to="/participants/$participantId"
          params={{ participantId: given.participant_id }}
          search={{ tab: "measures" }}
          {...props}
        />
      )}
    >
      {words}
    </Button>
  );
}
