import classes from "./outcomes.module.css";

type Props = { low: number; at: number; high: number; from: number; to: number; marks: readonly number[] };

const WIDTH = 180;
const EDGE = 5;
const HEIGHT = 18;

/** A figure as a dot on the line of its interval. The cells beside it say the same in numbers. */
export function RangeMark({ low, at, high, from, to, marks }: Props) {
  const x = (value: number) => EDGE + ((value - from) / (to - from)) * (WIDTH - 2 * EDGE);
  return (
    <svg className={classes.mark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden>
      {marks.map((mark) => (
        <line key={mark} className={classes.grid} x1={x(mark)} x2={x(mark)} y1={0} y2={HEIGHT} />
      ))}
      <line className={classes.span} x1={x(low)} x2={x(high)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <line className={classes.span} x1={x(low)} x2={x(low)} y1={HEIGHT / 2 - 3} y2={HEIGHT / 2 + 3} />
      <line className={classes.span} x1={x(high)} x2={x(high)} y1={HEIGHT / 2 - 3} y2={HEIGHT / 2 + 3} />
      <circle className={classes.dot} cx={x(at)} cy={HEIGHT / 2} r={4} />
    </svg>
  );
}
