import classes from "./Numbers.module.css";

const WIDTH = 100;
const HEIGHT = 28;

/** The course of a figure at a glance; the chart and its table below have the values. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const most = values.reduce((one, other) => Math.max(one, other), 0) || 1;
  const last = Math.max(1, values.length - 1);
  const points = values.map(
    (value, index) =>
      `${((index / last) * WIDTH).toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`,
  );
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline points={points.join(" ")} />
    </svg>
  );
}
