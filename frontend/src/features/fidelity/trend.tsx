import type { LocalDate } from "@/lib/time";

import classes from "./fidelity.module.css";
import { type Person, shareOf } from "./rules";

const STEP = 22;
const EDGE = 5;
const HEIGHT = 28;

/** A person's months as a line from none to all. The cells beside it say the same in numbers. */
export function Trend({ months, person }: { months: readonly LocalDate[]; person: Person }) {
  const width = 2 * EDGE + STEP * Math.max(1, months.length - 1);
  const points = months.flatMap((month, index) => {
    const met = person.months.get(month);
    const share = met && shareOf(met);
    return share == null ? [] : [{ x: EDGE + index * STEP, y: HEIGHT - EDGE - (share / 100) * (HEIGHT - 2 * EDGE) }];
  });
  return (
    <svg className={classes.trend} viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} aria-hidden>
      {[EDGE, HEIGHT - EDGE].map((y) => (
        <line key={y} x1={0} x2={width} y1={y} y2={y} />
      ))}
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
      {points.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r={3} />
      ))}
    </svg>
  );
}
