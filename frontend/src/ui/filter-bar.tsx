import { TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";

import classes from "./filter-bar.module.css";

/** What narrows a page, in one row above it. */
export function FilterBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={classes.bar} aria-label={label}>
      {children}
    </section>
  );
}

type DayProps = { label: string; value: string; onChange: (day: string) => void };

/** Takes a day once its year is whole: typing 2026 passes through the years 2, 20 and 202. */
export function DayField({ label, value, onChange }: DayProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      type="date"
      label={label}
      value={text}
      onChange={(event) => {
        const day = event.target.value;
        setText(day);
        if (day === "" || day >= "2000-01-01") onChange(day);
      }}
    />
  );
}
