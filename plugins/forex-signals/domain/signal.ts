import { type Levels, riskOf, sideOf, WHOLE } from "./levels.ts";
import { reachedMilestone } from "./milestones.ts";
import type { SignalPolicy } from "./policy.ts";
import type { TickCandle } from "./ticks.ts";

export type FillReason = "target1" | "target2" | "target3" | "stop" | "timeout" | "thesis" | "manual";

/** A part of the position closed. */
export interface Fill {
  /** Close of the candle, milliseconds since the epoch. */
  time: number;
  /** Ticks. */
  price: number;
  /** Parts of `WHOLE`. */
  fraction: number;
  reason: FillReason;
  /** A stop in a candle that also reached the next target: nobody knows which came first. */
  ambiguous: boolean;
}

/** Progress that is announced without a fill. */
export type Milestone = "way40" | "way70" | "half2" | "risk60";

export interface OpenSignal extends Levels {
  /** Close of the candle that made it, milliseconds since the epoch. */
  openedAt: number;
  status: "open" | "closed";
  /** Where the stop stands now, ticks. */
  effectiveStop: number;
  fills: Fill[];
  announced: Milestone[];
  /** When guidance was last given, null for never. */
  guidedAt: number | null;
  closedAt: number | null;
}

export type SignalEvent =
  | { kind: "milestone"; milestone: Milestone; time: number }
  | { kind: "fill"; fill: Fill }
  | { kind: "stop-moved"; time: number; stop: number }
  | { kind: "closed"; time: number };

export interface Step {
  signal: OpenSignal;
  events: SignalEvent[];
}

/** A signal as it opens at a candle's close. */
export function openSignal(levels: Levels, openedAt: number): OpenSignal {
  return {
    ...levels,
    openedAt,
    status: "open",
    effectiveStop: levels.stop,
    fills: [],
    announced: [],
    guidedAt: null,
    closedAt: null,
  };
}

/**
 * The one state machine: an open signal and the next closed candle give the signal after it and what happened, in order.
 * The stop comes first, then targets, then the time-out; a moved stop counts from the next candle. Pure: an unchanged
 * signal is the same object. A closed signal, or a candle that closed before the signal opened, changes nothing.
 */
export function advance(signal: OpenSignal, candle: TickCandle, policy: SignalPolicy): Step {
  if (signal.status === "closed" || candle.closeTime <= signal.openedAt) return { signal, events: [] };
  const side = sideOf(signal.direction);
  const adverse = side === 1 ? candle.low : candle.high;
  if ((adverse - signal.effectiveStop) * side <= 0) return stopOut(signal, candle, side);

  const reached = fillTargets(signal, candle, side, policy);
  if (reached.signal.status === "closed") return reached;
  if (candle.closeTime >= signal.openedAt + policy.timeoutMinutes * 60_000)
    return then(reached, closeRest(reached.signal, candle.closeTime, candle.close, "timeout"));
  return reached.events.length > 0 ? reached : guide(signal, candle, policy);
}

/** Closes what is left at a price, at a time: a time-out, a broken thesis, a person's decision. */
export function closeRest(
  signal: OpenSignal,
  time: number,
  price: number,
  reason: FillReason,
  ambiguous = false,
): Step {
  const fill: Fill = { time, price, fraction: openFraction(signal), reason, ambiguous };
  return {
    signal: { ...signal, status: "closed", fills: [...signal.fills, fill], closedAt: time },
    events: [
      { kind: "fill", fill },
      { kind: "closed", time },
    ],
  };
}

/** What is still open, in parts of `WHOLE`. */
export function openFraction(signal: Pick<OpenSignal, "fills">): number {
  return signal.fills.reduce((left, fill) => left - fill.fraction, WHOLE);
}

/** Targets filled so far. */
export function targetsFilled(signal: Pick<OpenSignal, "fills">): number {
  return signal.fills.filter((fill) => fill.reason.startsWith("target")).length;
}

function stopOut(signal: OpenSignal, candle: TickCandle, side: 1 | -1): Step {
  const openedBeyond = (candle.open - signal.effectiveStop) * side < 0;
  const price = openedBeyond ? candle.open : signal.effectiveStop;
  const favourable = side === 1 ? candle.high : candle.low;
  const next = signal.targets[targetsFilled(signal)];
  const ambiguous = next !== undefined && (favourable - next) * side >= 0;
  return closeRest(signal, candle.closeTime, price, "stop", ambiguous);
}

const TARGET_REASONS = ["target1", "target2", "target3"] as const;

function fillTargets(signal: OpenSignal, candle: TickCandle, side: 1 | -1, policy: SignalPolicy): Step {
  const favourable = side === 1 ? candle.high : candle.low;
  const time = candle.closeTime;
  let step: Step = { signal, events: [] };
  for (let index = targetsFilled(signal); index < signal.targets.length; index++) {
    const price = signal.targets[index];
    const reason = TARGET_REASONS[index];
    if (price === undefined || reason === undefined || (favourable - price) * side < 0) break;
    if (index === signal.targets.length - 1) return then(step, closeRest(step.signal, time, price, reason));
    const fill: Fill = { time, price, fraction: signal.fractions[index] ?? 0, reason, ambiguous: false };
    const stop = stopAfter(signal, index + 1, policy.stopPolicy);
    const moved: SignalEvent[] =
      stop === step.signal.effectiveStop ? [] : [{ kind: "stop-moved", time, stop }];
    step = {
      signal: { ...step.signal, fills: [...step.signal.fills, fill], effectiveStop: stop },
      events: [...step.events, { kind: "fill", fill }, ...moved],
    };
  }
  return step;
}

/** Where the stop stands after so many filled targets: the one place of the rule that members and the books follow. */
export function stopAfter(
  { entry, stop, targets }: Pick<Levels, "entry" | "stop" | "targets">,
  filled: number,
  stopPolicy: SignalPolicy["stopPolicy"],
): number {
  if (stopPolicy === "fixed" || filled === 0) return stop;
  if (filled === 1 || stopPolicy === "entry") return entry;
  return targets[filled - 2] ?? entry;
}

function guide(signal: OpenSignal, candle: TickCandle, policy: SignalPolicy): Step {
  const time = candle.closeTime;
  if (signal.guidedAt !== null && time - signal.guidedAt < policy.guidanceMinutes * 60_000)
    return { signal, events: [] };
  const milestone = reachedMilestone(signal, candle, targetsFilled(signal), riskOf(signal));
  if (milestone === undefined) return { signal, events: [] };
  return {
    signal: { ...signal, announced: [...signal.announced, milestone], guidedAt: time },
    events: [{ kind: "milestone", milestone, time }],
  };
}

function then(before: Step, after: Step): Step {
  return { signal: after.signal, events: [...before.events, ...after.events] };
}
