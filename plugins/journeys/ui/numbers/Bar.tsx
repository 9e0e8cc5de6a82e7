import classes from "./Numbers.module.css";

const percent = (share: number) => `${Math.round(Math.min(1, Math.max(0, share)) * 1_000) / 10}%`;

/** A share as a bar. The figure stands beside it: readers who do not see lose nothing. */
export function Bar({ share }: { share: number }) {
  return (
    <div className={classes.track} aria-hidden>
      <div className={classes.bar} style={{ width: percent(share) }} />
    </div>
  );
}

/** A share with the interval that holds the true one. */
export function RangeBar({ share, low, high }: { share: number; low: number; high: number }) {
  return (
    <div className={classes.track} aria-hidden>
      <div className={classes.range} style={{ insetInlineStart: percent(low), width: percent(high - low) }} />
      <div className={classes.mark} style={{ insetInlineStart: percent(share) }} />
    </div>
  );
}
