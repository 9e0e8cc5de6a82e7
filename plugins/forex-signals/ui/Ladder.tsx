import { Ago, Price } from "@promostack/web/kit";
import type { Signal, SymbolPrice } from "../api.ts";
import classes from "./Forex.module.css";
import { words as W } from "./texts.ts";

/** Stop, entry, targets and the price on one line, from worst to best; a streamed price with its age. */
export function Ladder({ signal, seen }: { signal: Signal; seen: SymbolPrice | undefined }) {
  const price = seen?.price ?? undefined;
  const { entry, effectiveStop, stop, targets, digits } = signal;
  const far = targets[targets.length - 1] ?? entry;
  const at = (value: number) => `${Math.min(100, Math.max(0, ((value - stop) / (far - stop || 1)) * 100))}%`;
  const now = price === undefined ? "" : `, ${W.progress.toLowerCase()} ${price}`;
  return (
    <div
      className={classes.ladder}
      role="img"
      aria-label={`${W.stop} ${effectiveStop}, ${W.entry} ${entry}, ${W.targets} ${targets.join(", ")}${now}`}
    >
      <div className={classes.track}>
        <span className={classes.loss} style={{ insetInlineStart: 0, width: at(entry) }} />
        <span className={classes.gain} style={{ insetInlineStart: at(entry), insetInlineEnd: 0 }} />
        <span className={classes.stop} style={{ insetInlineStart: at(effectiveStop) }} />
        <span className={classes.entry} style={{ insetInlineStart: at(entry) }} />
        {targets.map((target) => (
          <span key={target} className={classes.target} style={{ insetInlineStart: at(target) }} />
        ))}
        {price === undefined ? null : (
          <span className={classes.price} style={{ insetInlineStart: at(price) }} />
        )}
      </div>
      <div className={classes.ends}>
        <span className="sell">
          <Price value={effectiveStop} decimals={digits} />
        </span>
        {price === undefined ? null : (
          <span>
            <strong>
              <Price value={price} decimals={digits} />
            </strong>
            {seen?.live ? (
              <span className="muted">
                {" "}
                · <Ago value={seen.time} />
              </span>
            ) : null}
          </span>
        )}
        <span className="buy">
          <Price value={far} decimals={digits} />
        </span>
      </div>
    </div>
  );
}
