import type { ReactNode } from "react";

import classes from "./chip.module.css";

export type Tone = "plain" | "danger" | "warn" | "ok" | "group" | "individual" | "family";

/** A small mark of a kind or a state. It always carries an icon and a word: colour never says it alone. */
export function Chip({ tone = "plain", icon, children }: { tone?: Tone; icon: ReactNode; children: ReactNode }) {
  return (
    <span className={`${classes.chip} ${classes[tone]}`}>
      {icon}
      {children}
    </span>
  );
}
