import { useEffect, useRef, useState } from "react";

import { useTeller } from "@/lib/use-teller";

import { type Account, Elsewhere, type Measure, type MyPage, type Progress, Refused, tellNotStored } from "./api";
import { CrisisBlock } from "./crisis";
import { blanks, firstOpen, waitBefore } from "./rules";
import { SignIn } from "./sign-in";
import { useAnswer, type Waiting } from "./use-answer";
import { useHandIn } from "./use-hand-in";
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

  const accountId = account.account.id;
  const teller = useTeller(() => ({
    tell: (leaving) => tellNotStored(accountId, leaving),
    waitAfter: (error, attempt) => waitToTell(error, attempt),
  }));
  const { saving, give, again } = useAnswer(measure.id, teller, (next: Progress, given: Waiting) => {
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
    return (
      <Review
        measure={measure}
        progress={progress}
        page={page}
        account={account}
        teller={teller}
        onAccount={onAccount}
        onOpen={onOpen}
        onChange={go}
        onLeave={onLeave}
        onSent={onSent}
      />
    );
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
            {teller.told && <p>{t.question.told}</p>}
            {saving.state === "not-saved" && !saving.signedOut && (
              <button type="button" className="act" onClick={again}>
                {t.retry}
              </button>
            )}
          </div>
        )}
        {saving.state === "not-saved" && saving.signedOut && (
          <SignInAgain
            account={account}
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

/** What could not be told now is tried again; not where the server will not have it, or somebody else is here. */
function waitToTell(error: unknown, attempt: number): number | null {
  if (error instanceof Elsewhere) return null;
  const refused = error instanceof Refused ? error : undefined;
  return refused && !refused.passing ? null : waitBefore(attempt, refused?.retryAfter);
}

function SignInAgain({ account, onSignedIn }: { account: Account; onSignedIn: (account: Account) => void }) {
  const again = { clinic: account.organization.slug, email: account.account.email };
  return <SignIn clinic={undefined} again={again} onSignedIn={onSignedIn} />;
}

type ReviewProps = {
  measure: Measure;
  progress: Progress;
  page: MyPage;
  account: Account;
  teller: ReturnType<typeof useTeller>;
  onAccount: (account: Account) => void;
  onOpen: (open: boolean) => void;
  onChange: (place: number) => void;
  onLeave: () => void;
  onSent: (progress: Progress) => void;
};

function Review({
  measure,
  progress,
  page,
  account,
  teller,
  onAccount,
  onOpen,
  onChange,
  onLeave,
  onSent,
}: ReviewProps) {
  const { t, fill } = useWords();
  const { sending, send } = useHandIn(measure.id, teller, onSent);
  const failed = sending.state === "not-sent";
  const open = sending.state !== "still";
  const heading = useRef<HTMLHeadingElement>(null);
  const { items } = measure;
  const blank = blanks({ items, answers: progress.answers });
  const count = items.length;

  useEffect(() => heading.current?.focus(), []);

  useEffect(() => {
    onOpen(open);
    return () => onOpen(false);
  }, [open, onOpen]);

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
        {failed && (
          <div className="trouble" role="alert">
            <p>{t.review.notSent}</p>
            {teller.told && <p>{t.question.told}</p>}
          </div>
        )}
        {failed && sending.signedOut && (
          <SignInAgain
            account={account}
            onSignedIn={(back) => {
              onAccount(back);
              void send(progress.version);
            }}
          />
        )}
        <button
          type="button"
          className="act"
          disabled={sending.state === "sending" || progress.answers.length === 0}
          onClick={() => void send(progress.version)}
        >
          {sending.state === "sending" ? t.review.sending : t.review.send}
        </button>
        {(progress.alarming || failed) && (
          <CrisisBlock crisis={progress.crisis ?? page.crisis} told={progress.alarming && !failed} />
        )}
      </main>
    </>
  );
}
