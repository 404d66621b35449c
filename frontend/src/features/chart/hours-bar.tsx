import classes from "./hours-bar.module.css";
import type { Part } from "./rules";

type Props = { parts: readonly Part[]; scale: number; target: number };

/** Minutes of a week as one bar, with a mark where the target lies. The words and figures stand beside it. */
export function HoursBar({ parts, scale, target }: Props) {
  const share = (minutes: number) => `${(Math.min(minutes, scale) / scale) * 100}%`;
  return (
    <div className={classes.bar} aria-hidden>
      {parts.map((part) => (
        <span key={part.code} className={classes[part.code]} style={{ width: share(part.minutes) }} />
      ))}
      {target > 0 && target < scale && <i className={classes.target} style={{ insetInlineStart: share(target) }} />}
    </div>
  );
}

/** What each pattern of the bars stands for. */
export function HoursKey({ items }: { items: readonly { code: Part["code"] | "target"; text: string }[] }) {
  return (
    <ul className={`${classes.key} meta`}>
      {items.map(({ code, text }) => (
        <li key={code}>
          <span className={`${classes.sample} ${classes[code]}`} aria-hidden />
          {text}
        </li>
      ))}
    </ul>
  );
}
