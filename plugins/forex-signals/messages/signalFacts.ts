import type { Instrument } from "../domain/instrument.ts";
import { type Levels, riskOf, sideOf, WHOLE } from "../domain/levels.ts";
import type { Result } from "../domain/result.ts";
import { type Fill, type Milestone, type OpenSignal, targetsFilled } from "../domain/signal.ts";
import type { Thesis } from "../domain/thesis.ts";
import { formatPrice, toPips } from "../domain/ticks.ts";
import type { Facts } from "./facts.ts";
import type { MessageKindId } from "./kinds.ts";

/** A message about a signal: which kind, and what it may say. The risk note is the channel's and comes later. */
export interface SignalMessage {
  kind: MessageKindId;
  facts: Facts;
}

/** What a message about a signal knows of it. */
export interface SignalOf extends Levels {
  instrument: Instrument;
  strategy: string;
}

export function openingMessage(
  signal: SignalOf,
  reason: string | null | undefined,
  time: number,
): SignalMessage {
  return {
    kind: "opening",
    facts: { ...levelFacts(signal, time), stopPips: toPips(riskOf(signal), signal.instrument), reason },
  };
}

/** What is said on the way, without a fill. */
export function milestoneMessage(milestone: Milestone, signal: SignalOf, time: number): SignalMessage {
  return { kind: milestone, facts: levelFacts(signal, time) };
}

/** A target that was reached while a part stays open; `stop` where it moved there. */
export function targetMessage(fill: Fill, stop: number | undefined, signal: SignalOf): SignalMessage {
  return {
    kind: fill.reason === "target1" ? "target1" : "target2",
    facts: {
      ...levelFacts(signal, fill.time),
      price: formatPrice(fill.price, signal.instrument),
      pips: toPips((fill.price - signal.entry) * sideOf(signal.direction), signal.instrument),
      part: fill.fraction / WHOLE,
      ...stopFacts(stop, signal),
    },
  };
}

export function stopMovedMessage(stop: number, signal: SignalOf, time: number): SignalMessage {
  return { kind: "stop-moved", facts: { ...levelFacts(signal, time), ...stopFacts(stop, signal) } };
}

/** The end of a signal. Losses are said like wins. */
export function closingMessage(
  fill: Fill,
  { outcome, resultR, resultPips }: Result,
  signal: SignalOf & Pick<OpenSignal, "fills" | "openedAt">,
): SignalMessage {
  return {
    kind: CLOSINGS[fill.reason],
    facts: {
      ...levelFacts(signal, fill.time),
      price: formatPrice(fill.price, signal.instrument),
      outcome,
      win: outcome === "win",
      loss: outcome === "loss",
      breakEven: outcome === "break-even",
      resultR,
      resultPips,
      targetsReached: targetsFilled(signal),
      duration: Math.round((fill.time - signal.openedAt) / 60_000),
    },
  };
}

const CLOSINGS: Record<Fill["reason"], MessageKindId> = {
  target1: "closed-target",
  target2: "closed-target",
  target3: "closed-target",
  stop: "closed-stop",
  timeout: "closed-timeout",
  thesis: "closed-thesis",
  manual: "closed-manual",
};

/** The thesis of an open signal changed. */
export function thesisMessage(thesis: Thesis, signal: SignalOf, time: number): SignalMessage {
  return { kind: `thesis-${thesis}`, facts: levelFacts(signal, time) };
}

function levelFacts(signal: SignalOf, time: number): Facts {
  const { direction, instrument, strategy, entry, stop, targets, fractions } = signal;
  const price = (ticks: number) => formatPrice(ticks, instrument);
  const facts: Record<string, Facts[string]> = {
    direction,
    symbol: instrument.symbol,
    strategy,
    time: new Date(time),
    entry: price(entry),
    stop: price(stop),
  };
  for (const [index, target] of targets.entries()) {
    const name = `target${index + 1}`;
    facts[name] = price(target);
    facts[`${name}Pips`] = toPips((target - entry) * sideOf(direction), instrument);
    facts[`${name}Part`] = (fractions[index] ?? 0) / WHOLE;
  }
  return facts;
}

function stopFacts(stop: number | undefined, { entry, instrument }: SignalOf): Facts {
  return stop === undefined ? {} : { newStop: formatPrice(stop, instrument), toEntry: stop === entry };
}
