import { type ReactNode, useId } from "react";

import classes from "./list-panel.module.css";

type Props = { title: string; count?: number | undefined; actions?: ReactNode; children: ReactNode };

/** A part of a page with a heading of its own: rows of one kind of thing, and what acts on all of them. */
export function ListPanel({ title, count, actions, children }: Props) {
  const heading = useId();
  return (
    <section className={classes.panel} aria-labelledby={heading}>
      <header className={classes.head}>
        <h2 id={heading}>{title}</h2>
        {count !== undefined && <span className={`num ${classes.count}`}>{count}</span>}
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** One line where there are no rows. */
export function NoRows({ children }: { children: ReactNode }) {
  return <p className={classes.none}>{children}</p>;
}
