import type { Facts, Variable } from "./facts.ts";
import { RECAP_KINDS } from "./recapKinds.ts";
import { SIGNAL_KINDS } from "./signalKinds.ts";

/** Where kinds stand in the editor's list. */
export type KindGroup = "opening" | "guidance" | "progress" | "results" | "thesis" | "notes" | "recaps";

export interface MessageKind {
  id: string;
  group: KindGroup;
  title: string;
  /** When it is sent, in a sentence. */
  summary: string;
  variables: readonly Variable[];
  /** What a tenant switches on and off for a kind of channel. Every ending has the same one: all or nothing. */
  switch: string;
  /** It goes under a picture: Telegram takes 1,024 characters there, else 4,096. */
  caption?: boolean;
  /** It is no message of its own but part of others. */
  part?: boolean;
}

/** Everything that is said in channels, as data: a new kind is an entry here and a text in each language. */
export const KINDS = [...SIGNAL_KINDS, ...RECAP_KINDS] as const satisfies readonly MessageKind[];

export type MessageKindId = (typeof KINDS)[number]["id"];

/** What can be switched off for a kind of channel. A channel that gets signals gets their openings. */
export const SWITCHES: readonly string[] = [
  ...new Set(KINDS.map((kind) => kind.switch).filter((name) => name !== "opening")),
];

const byId = new Map<string, MessageKind>(KINDS.map((kind) => [kind.id, kind]));

export function messageKind(id: MessageKindId): MessageKind {
  const kind = byId.get(id);
  if (kind === undefined) throw new RangeError(`There is no kind of message ${id}.`);
  return kind;
}

export function isMessageKind(id: string): id is MessageKindId {
  return byId.has(id);
}

/** Telegram's limit for a kind, in characters after its entities were read. */
export function limitOf({ caption }: MessageKind): number {
  return caption === true ? 1_024 : 4_096;
}

/** The examples of a kind's variables, as a message's facts. */
export function exampleFacts({ variables }: MessageKind): Facts {
  return Object.fromEntries(variables.map(({ name, example }) => [name, example]));
}
