import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect, useRef } from "react";

import classes from "./error-summary.module.css";

export type FieldError = { field: string; text: string };

/** What to mend in a form, above it: takes focus when it appears and leads to each field. */
export function ErrorSummary({ title, errors }: { title: string; errors: FieldError[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0) box.current?.focus();
  }, [errors]);
  if (errors.length === 0) return null;
  return (
    <div ref={box} className={classes.summary} role="alert" tabIndex={-1}>
      <h2>
        <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
        {title}
      </h2>
      <ul>
        {errors.map(({ field, text }) => (
          <li key={field + text}>
            {field ? (
              <a
                href={`#${field}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(field)?.focus();
                }}
              >
                {text}
              </a>
            ) : (
              text
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
