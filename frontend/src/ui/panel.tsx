import { type ReactNode, useId } from "react";

import classes from "./panel.module.css";

type PanelProps = { title: string; hint?: string; actions?: ReactNode; children: ReactNode };

/** One matter of a page, with its heading and what may be done about it. */
export function Panel({ title, hint, actions, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.head}>
        <div>
          <h2 id={id}>{title}</h2>
          {hint && <p className="meta">{hint}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** What a panel says where there is nothing to show. */
export function PanelNote({ children }: { children: ReactNode }) {
  return <p className={classes.note}>{children}</p>;
}

/** A table that scrolls within itself where the page is narrow, by keys too. */
export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // No landmark: the panel around it is one by the same name.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keys.
    <div className={classes.scroll} tabIndex={0}>
      <table className={`${classes.table} num`} aria-label={label}>
        {children}
      </table>
    </div>
  );
}

/** Names and values side by side; what is not known says so. */
export function Facts({ facts, unknown }: { facts: readonly { name: string; value: ReactNode }[]; unknown: string }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || <span className={classes.unknown}>{unknown}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
