import { useEffect, useRef } from "react";

import type { Crisis } from "./api";
import { clock } from "./rules";
import { useWords } from "./words";

type Props = {
  crisis: Crisis | null;
  /** Staff was told of the answer: then it says when they read it. */
  told: boolean;
  /** It is read first, wherever on the page one was. */
  first?: boolean;
};

/** Whom to call at any hour, and when staff reads what was answered. */
export function CrisisBlock({ crisis, told, first = false }: Props) {
  const { t, fill, language } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (first) heading.current?.focus();
  }, [first]);
  const time = crisis?.read_by ? clock(crisis.read_by, crisis.time_zone, `${language}-US`, new Date()) : "";
  return (
    <section className="crisis" aria-labelledby="crisis-title">
      <h2 id="crisis-title" ref={heading} tabIndex={-1}>
        {t.crisis.title}
      </h2>
      <Lines crisis={crisis} />
      <p>{t.crisis.hours}</p>
      {told && crisis && <p className="when">{fill(t.crisis[crisis.read_when], { time })}</p>}
    </section>
  );
}

/** What stands under every page. */
export function CrisisFooter({ crisis }: { crisis: Crisis | null }) {
  const { t } = useWords();
  return (
    <footer className="foot">
      <p>{t.crisis.footer}</p>
      <Lines crisis={crisis} />
    </footer>
  );
}

function Lines({ crisis }: { crisis: Crisis | null }) {
  const { t } = useWords();
  const line = crisis?.crisis_line ?? "988";
  return (
    <ul className="lines">
      <li>
        <a href={`tel:${line}`}>{t.crisis.call}</a>
      </li>
      <li>
        <a href={`sms:${line}`}>{t.crisis.text}</a>
      </li>
      <li>
        <a href={`tel:${crisis?.emergency ?? "911"}`}>{t.crisis.danger}</a>
      </li>
      {crisis?.clinic_phone && (
        <li>
          <a href={`tel:${crisis.clinic_phone}`}>
            {t.crisis.clinic} <span className="num">{crisis.clinic_phone}</span>
          </a>
        </li>
      )}
    </ul>
  );
}
