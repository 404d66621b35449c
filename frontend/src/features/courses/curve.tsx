import type { Rating } from "@/api/types";

import classes from "./courses.module.css";
import { curveOf } from "./rules";

const WIDTH = 88;
const HEIGHT = 24;
const EDGE = 4;

/** The values of a scale as a small line, with a dashed one where they shall come to. What stands beside it says the same. */
export default function Curve({ rating }: { rating: Rating }) {
  const { points, goal } = curveOf(rating);
  const x = (share: number) => EDGE + share * (WIDTH - 2 * EDGE);
  const y = (share: number) => HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE);
  return (
    <svg className={classes.curve} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden>
      {goal !== null && <line x1={0} x2={WIDTH} y1={y(goal)} y2={y(goal)} />}
      <polyline points={points.map((one) => `${x(one.across)},${y(one.up)}`).join(" ")} />
      {points.map((one, place) => (
        <circle
          key={one.across}
          cx={x(one.across)}
          cy={y(one.up)}
          r={place === points.length - 1 ? 3.5 : 2}
          data-last={place === points.length - 1 || undefined}
        />
      ))}
    </svg>
  );
}
