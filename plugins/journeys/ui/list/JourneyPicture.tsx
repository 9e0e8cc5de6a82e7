import type { Journey } from "../../graph/journey.ts";
import { connections } from "../editor/model/edits.ts";
import classes from "./Gallery.module.css";

const CARD = { width: 220, height: 110 };

/** A journey in small: its steps as blocks, its ways as lines. Decoration: the words beside it say what it is. */
export function JourneyPicture({ journey }: { journey: Journey }) {
  const { steps } = journey;
  const left = Math.min(...steps.map(({ x }) => x));
  const top = Math.min(...steps.map(({ y }) => y));
  const width = Math.max(...steps.map(({ x }) => x)) - left + CARD.width;
  const height = Math.max(...steps.map(({ y }) => y)) - top + CARD.height;
  const byId = new Map(steps.map((step) => [step.id, step]));
  return (
    <svg
      className={classes.picture}
      viewBox={`${left - 20} ${top - 20} ${width + 40} ${height + 40}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden
    >
      {connections(journey).map(({ step, exit, to }) => {
        const [from, target] = [byId.get(step), byId.get(to)];
        if (from === undefined || target === undefined) return null;
        const [x1, y1] = [from.x + CARD.width, from.y + CARD.height / 2];
        const [x2, y2] = [target.x, target.y + CARD.height / 2];
        const bend = Math.max(40, Math.abs(x2 - x1) / 2);
        return (
          <path
            key={`${step} ${exit}`}
            d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
          />
        );
      })}
      {steps.map(({ id, x, y, kind }) => (
        <rect key={id} x={x} y={y} {...CARD} rx={18} data-kind={kind} />
      ))}
    </svg>
  );
}
