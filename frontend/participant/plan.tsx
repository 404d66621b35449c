import { useEffect, useRef, useState } from "react";

import { type Plan, Refused, readPlan } from "./api";
import { day } from "./rules";
import { useWords } from "./words";

const STEPS = [
  "warning_signs",
  "own_ways",
  "places_and_people",
  "people_to_ask",
  "professionals",
  "safer_place",
] as const;

type Props = {
  /** As it was read last, null where there is none. It stays while the page does, and is written nowhere. */
  plan: Plan | null | undefined;
  onRead: (plan: Plan | null) => void;
  onSignedOut: () => void;
  timeZone: string;
  onHome: () => void;
};

/** Their safety plan in their own words, to read and to print; a network that is lost takes it away no more. */
export function PlanPage({ plan, onRead, onSignedOut, timeZone, onHome }: Props) {
  const { t, fill, language } = useWords();
  const [failed, setFailed] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const read = () => {
    setFailed(false);
    readPlan().then(onRead, (error: unknown) => {
      if (error instanceof Refused && error.status === 401) onSignedOut();
      else setFailed(true);
    });
  };
  useEffect(() => {
    heading.current?.focus();
    read();
  }, []);

  return (
    <>
      <nav className="moves">
        <button type="button" className="quiet" onClick={onHome}>
          ← {t.done.home}
        </button>
      </nav>
      <main className="plan">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {t.plan.title}
          </h1>
          {/* It stands there before it says anything, so that it is read out when it does. */}
          <div className="screen" role="alert">
            {failed && (
              <div className="trouble">
                <p>{plan ? t.plan.kept : t.plan.unread}</p>
                <button type="button" className="act" onClick={read}>
                  {t.retry}
                </button>
              </div>
            )}
          </div>
        </div>
        {plan === undefined && !failed && (
          <p role="status" className="late">
            {t.loading}
          </p>
        )}
        {plan === null && <p>{t.plan.none}</p>}
        {plan && (
          <>
            <ol className="steps">
              {STEPS.map(
                (step, index) =>
                  plan[step] && (
                    <li key={step}>
                      <h2>{fill(t.plan.numbered, { number: index + 1, step: t.plan.step[step] })}</h2>
                      <p lang={plan.language}>{plan[step]}</p>
                    </li>
                  ),
              )}
            </ol>
            <p className="numbers">{fill(t.plan.crisis, { line: plan.crisis_line, emergency: plan.emergency })}</p>
            <p className="hint">{fill(t.plan.written, { day: day(plan.written_at, timeZone, `${language}-US`) })}</p>
            <button type="button" className="act screen" onClick={() => window.print()}>
              {t.plan.print}
            </button>
          </>
        )}
      </main>
    </>
  );
}
