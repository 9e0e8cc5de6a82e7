import type { Value } from "../graph/parts.ts";

/** What a person sent, reduced to what a step can use. */
export interface Answer {
  /** When, in milliseconds of UTC. */
  at: number;
  kind:
    | "text"
    | "photo"
    | "video"
    | "voice"
    | "document"
    | "animation"
    | "sticker"
    | "contact"
    | "location"
    | "other";
  /** The text or the caption, a contact's number, a button's value; empty where there is none. */
  text: string;
  /** Telegram's file id, for what has a file. */
  file?: string;
}

/** Why a walk stands still, and until when (milliseconds of UTC). */
export type Wait =
  /** A delay: goes on at the exit `next`. */
  | { kind: "delay"; due: number }
  /** Before a message that must not go out yet: the step is walked again. */
  | { kind: "parked"; due: number; why: "quiet" | "cap" | "retry" }
  /** For a reply. When none comes: the exit `timeout`, or the walk has expired. */
  | { kind: "reply"; due: number; onDue: "timeout" | "expire" }
  /** More messages may belong to the answer. `reply` is what it goes back to where they make no valid one. */
  | { kind: "collect"; due: number; reply: { due: number; onDue: "timeout" | "expire" } }
  /** For the answer of an action, or for facts. `call` is the `seq` of the move that asked. */
  | { kind: "call"; call: number };

export type EndState = "completed" | "stopped" | "expired" | "failed";

/** How a walk ended. `outcome` is the end step's name, `goal`, or what ended it: `stopped by the person`. */
export interface End {
  state: EndState;
  outcome: string;
  error?: string;
}

/** One person's walk through one version of a journey: everything that its next move depends on. */
export interface Session {
  id: string;
  journeyId: string;
  personId: string;
  /** Where it stands; empty before the first step. */
  step: string;
  /** Null before the first move, and when it is over. */
  wait: Wait | null;
  variables: Record<string, Value>;
  /** How often the question it stands at has been asked. */
  tries: number;
  /** Jumps made, by goto step. */
  jumps: Record<string, number>;
  /** Parts of an answer that is being collected. */
  buffer: Answer[];
  /** What the person sent while nothing waited for it. */
  kept: Answer[];
  /** A keyboard of ours stands in place of the person's own: the next message that has none takes it away. */
  keyboard?: true;
  /** Moves made. Each is one transaction, and begins the keys of its messages. */
  seq: number;
  /** Steps entered: numbers the rows of its trail. */
  visits: number;
  end: End | null;
}

export type SessionState = "active" | "waiting_delay" | "awaiting_reply" | EndState;

/** What a session is called where people see it. */
export function stateOf({ end, wait }: Pick<Session, "end" | "wait">): SessionState {
  if (end !== null) return end.state;
  if (wait?.kind === "delay" || wait?.kind === "parked") return "waiting_delay";
  if (wait?.kind === "reply" || wait?.kind === "collect") return "awaiting_reply";
  return "active";
}

/** When the scheduler must look at it again; undefined where only something from outside moves it. */
export function dueOf({ end, wait }: Pick<Session, "end" | "wait">): number | undefined {
  return end === null && wait !== null && "due" in wait ? wait.due : undefined;
}

export function newSession(of: Pick<Session, "id" | "journeyId" | "personId">): Session {
  return {
    ...of,
    step: "",
    wait: null,
    variables: {},
    tries: 0,
    jumps: {},
    buffer: [],
    kept: [],
    seq: 0,
    visits: 0,
    end: null,
  };
}
