import { useEffect, useRef, useState } from "react";

import { type Account, handIn, type Measure, type MyPage, type Progress } from "./api";
import { CrisisBlock } from "./crisis";
import { blanks, firstOpen } from "./rules";
import { SignIn } from "./sign-in";
import { useAnswer, type Waiting } from "./use-answer";
import { useWords } from "./words";

type Props = {
  measure: Measure;
  page: MyPage;
  account: Account;
  onAccount: (account: Account) => void;
  onLeave: () => void;
  onSent: (progress: Progress) => void;
  /** An answer is on the screen that is not saved: whatever would take it away waits. */
  onOpen: (open: boolean) => void;
};

/** A measure, one question a page. Only what the server has is gone on from: its alert is stored with it. */
export function Questions({ measure, page, account, onAccount, onLeave, onSent, onOpen }: Props) {
  const { t, fill, language } = useWords();
  const [progress, setProgress] = useState<Progress>(measure);
  const [at, setAt] = useState(() => firstOpen(measure));
  const [justSaved, setJustSaved] = useState(false);
  const [toldHere, setToldHere] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  const { items } = measure;
  const item = items[at];

  const { saving, give, again } = useAnswer(measure.id, (next: Progress, given: Waiting) => {
    setProgress(next);
    setJustSaved(true);
    // Whom to call is shown before anything else is asked.
    if (next.alarming && !progress.alarming) setToldHere(given.item);
    else setAt(items.findIndex((one) => one.number === given.item) + 1);
  });

  const open = saving.state === "saving" || saving.state === "not-saved";
  useEffect(() => {
    onOpen(open);
    return () => onOpen(false);
  }, [open, onOpen]);

  // Each question is read from its beginning.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [at]);

  const go = (place: number) => {
    setJustSaved(false);
    setAt(place);
  };

  if (!item) {
    return <Review measure={measure} progress={progress} onChange={go} onLeave={onLeave} onSent={onSent} />;
  }
  const stored = progress.answers.find((one) => one.item === item.number);
  const waiting = saving.state === "still" ? undefined : saving.waiting;
  const chosen = waiting ? waiting.value : stored?.value;
  const lost = saving.state === "not-saved" || saving.state === "refused";
  const options: { value: number | null; words: string }[] = item.options.map((one) => ({
    value: one.value,
    words: one.text[language] ?? String(one.value),
  }));
  if (item.may_not_apply) options.push({ value: null, words: t.question.notMine });

  return (
    <>
      <nav className="moves">
        <button type="button" className="quiet" disabled={at === 0 || open} onClick={() => go(at - 1)}>
          ← {t.question.back}
        </button>
        <button type="button" className="quiet" disabled={open} onClick={onLeave}>
          {t.question.home}
        </button>
      </nav>
      <main className="question">
        <p className="progress">
          <span>{fill(t.question.place, { number: at + 1, count: items.length })}</span>
          <span role="status">
            {saving.state === "saving"
              ? t.question.saving
              : !lost && (stored || justSaved)
                ? `✓ ${t.question.saved}`
                : ""}
          </span>
        </p>
        {measure.instruction && <p className="instruction">{measure.instruction[language]}</p>}
        <h1 ref={heading} tabIndex={-1} key={item.number}>
          {item.text[language] ?? item.number}
        </h1>
        <ul className="options">
          {options.map(({ value, words }) => (
            <li key={String(value)}>
              <button
                type="button"
                aria-pressed={chosen === value}
                disabled={saving.state === "saving"}
                onClick={() => give({ item: item.number, value })}
              >
                {words}
              </button>
            </li>
          ))}
        </ul>
        {lost && (
          <div className="trouble" role="alert">
            <h2>{t.question.notSaved}</h2>
            <p>{saving.state === "refused" ? t.question.refused : t.question.keeps}</p>
            {saving.state === "not-saved" && !saving.signedOut && (
              <button type="button" className="act" onClick={again}>
                {t.retry}
              </button>
            )}
          </div>
        )}
        {saving.state === "not-saved" && saving.signedOut && (
          <SignIn
            clinic={undefined}
            again={{ clinic: account.organization.slug, email: account.account.email }}
            onSignedIn={(back) => {
              onAccount(back);
              again();
            }}
          />
        )}
        {(progress.alarming || lost) && (
          <CrisisBlock
            crisis={progress.crisis ?? page.crisis}
            told={progress.alarming && !lost}
            first={toldHere === item.number}
          />
        )}
        {stored && !waiting && (
          <button type="button" className="act" onClick={() => go(at + 1)}>
            {progress.alarming ? t.question.goOn : t.question.next}
          </button>
        )}
        {measure.credit && <p className="credit">{measure.credit}</p>}
      </main>
    </>
  );
}

type ReviewProps = {
  measure: Measure;
  progress: Progress;
  onChange: (place: number) => void;
  onLeave: () => void;
  onSent: (progress: Progress) => void;
};

function Review({ measure, progress, onChange, onLeave, onSent }: ReviewProps) {
  const { t, fill } = useWords();
  const [state, setState] = useState<"still" | "sending" | "failed">("still");
  const heading = useRef<HTMLHeadingElement>(null);
  const { items } = measure;
  const blank = blanks({ items, answers: progress.answers });
  const count = items.length;

  useEffect(() => heading.current?.focus(), []);

  const send = async () => {
    setState("sending");
    try {
      onSent(await handIn(measure.id, progress.version));
    } catch {
      setState("failed");
    }
  };

  return (
    <>
      <nav className="moves">
        <button type="button" className="quiet" onClick={() => onChange(count - 1)}>
          ← {t.question.back}
        </button>
        <button type="button" className="quiet" onClick={onLeave}>
          {t.question.home}
        </button>
      </nav>
      <main className="question">
        <h1 ref={heading} tabIndex={-1}>
          {t.review.title}
        </h1>
        <p role="status">
          {blank.length === 0
            ? fill(t.review.all, { count })
            : fill(t.review.some, { answered: count - blank.length, count })}
        </p>
        {blank.length > 0 && (
          <ul className="options">
            {blank.map((number) => (
              <li key={number}>
                <button type="button" onClick={() => onChange(items.findIndex((one) => one.number === number))}>
                  {fill(t.review.blank, { number })}
                </button>
              </li>
            ))}
          </ul>
        )}
        {state === "failed" && (
          <p className="trouble" role="alert">
            {t.review.notSent}
          </p>
        )}
        <button
          type="button"
          className="act"
          disabled={state === "sending" || progress.answers.length === 0}
          onClick={() => void send()}
        >
          {state === "sending" ? t.review.sending : t.review.send}
        </button>
        {(progress.alarming || state === "failed") && <CrisisBlock crisis={progress.crisis} told={progress.alarming} />}
      </main>
    </>
  );
}
