import type { OutboxMethod } from "@promostack/core";
import type { Value } from "../graph/parts.ts";
import type { Answer, End, Session } from "./session.ts";
import type { FactName } from "./world.ts";

/** What moves a session. */
export type Input =
  | { kind: "enter" }
  /** The time of its wait has come. */
  | { kind: "due" }
  | { kind: "answer"; answer: Answer }
  /** A button of a step's message: of the step it stands at, or of an older message. */
  | { kind: "press"; step: string; button: string; at: number }
  /** An action has answered. `exit` is a key of the step's exits. */
  | { kind: "result"; call: number; exit: string; values?: Readonly<Record<string, Value>>; error?: string }
  /** Facts have been fetched: they are in the world now. */
  | { kind: "facts"; call: number }
  /** From outside: STOP, a goal, a block, a tenant's hand. */
  | { kind: "end"; end: End };

/** What a move does beyond the session itself; all of it commits with the session. */
export type Effect =
  | {
      kind: "send";
      step: string;
      method: OutboxMethod;
      payload: Record<string, unknown>;
      /** Milliseconds after the move. */
      afterMs: number;
    }
  | { kind: "tag"; add: string[]; remove: string[] }
  /** A custom field of the person; null clears it. */
  | { kind: "field"; name: string; value: Value | null }
  | { kind: "action"; step: string; plugin: string; action: string; input: Record<string, unknown> }
  | { kind: "facts"; step: string; facts: FactName[] }
  /** A message that the person did not ask for has gone out: counts against the cap. */
  | { kind: "touch" };

/** A stay at a step. The same `n` comes again when the session leaves it. */
export interface Visit {
  n: number;
  step: string;
  enteredAt: number;
  left?: { at: number; exit: string };
}

export interface Move {
  session: Session;
  effects: Effect[];
  visits: Visit[];
  /** What to tell somebody whose button does nothing any more. */
  notice?: "over";
}
