import type { Fill } from "../api.ts";
import type { Instrument } from "../domain/instrument.ts";
import { resultOf } from "../domain/result.ts";
import { stopAfter } from "../domain/signal.ts";
import { toTicks } from "../domain/ticks.ts";
import type { Facts } from "../messages/facts.ts";
import { exampleFacts, type MessageKindId, messageKind } from "../messages/kinds.ts";
import {
  closingMessage,
  milestoneMessage,
  openingMessage,
  stopMovedMessage,
  targetMessage,
} from "../messages/signalFacts.ts";
import type { WholeSignal } from "./signalRows.ts";
import { stateOf } from "./signalState.ts";

/**
 * What a kind of message would have said of a signal that was: its own numbers, and the examples for what it never had (a target that it
 * did not reach, an end while it is open).
 */
export function pastFacts(
  kind: MessageKindId,
  signal: WholeSignal,
  fills: readonly Fill[],
  instrument: Instrument,
): Facts {
  const state = stateOf(signal, fills, instrument);
  const about = { ...state, instrument, strategy: signal.strategy };
  const examples = exampleFacts(messageKind(kind));
  const levels = milestoneMessage("way40", about, state.openedAt).facts;
  if (kind === "opening") return openingMessage(about, signal.reason, state.openedAt).facts;
  if (kind.startsWith("closed-")) {
    const last = state.fills.at(-1);
    if (signal.status !== "closed" || last === undefined) return { ...examples, ...levels };
    const result = resultOf(state, toTicks(signal.spread, instrument), instrument);
    return closingMessage(last, result, about).facts;
  }
  const number = kind === "target2" ? 2 : 1;
  const moved = stopAfter(state, number, signal.stopPolicy);
  if (kind === "stop-moved") return stopMovedMessage(moved, about, state.openedAt).facts;
  const reached = state.fills.find(({ reason }) => reason === kind);
  if (reached === undefined) return { ...examples, ...levels };
  return targetMessage(reached, moved === state.stop ? undefined : moved, about).facts;
}
