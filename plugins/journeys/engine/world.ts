import type { QuietHours } from "@promostack/core";
import type { Value } from "../graph/parts.ts";

/** A person, as far as a walk may ask. */
export interface PersonFacts {
  id: string;
  firstName: string;
  lastName: string;
  username: string;
  /** Telegram's language code; empty where unknown. */
  language: string;
  /** How the person first came. */
  source: string;
  /** IANA zone; the tenant's where unknown. */
  timezone?: string;
  tags: readonly string[];
  /** Custom fields. */
  fields: Readonly<Record<string, Value>>;
  /** Chat ids of the connected channels that the person is in. */
  chats: readonly string[];
}

/** Something that a plugin knows about a person. */
export interface FactName {
  plugin: string;
  fact: string;
}

export function factKey({ plugin, fact }: FactName): string {
  return `${plugin}/${fact}`;
}

/** Everything outside the session that a move may depend on: with the same world, the same move. */
export interface World {
  /** Milliseconds of UTC. */
  now: number;
  /** The tenant's IANA zone. */
  timezone: string;
  person: PersonFacts;
  /** When the person last wrote or pressed something; undefined where never. */
  lastHeard?: number;
  quietHours?: QuietHours;
  /** The cap of messages across journeys allows none before then. */
  capUntil?: number;
  /** Values that were fetched for this move, by `factKey`. */
  facts: Readonly<Record<string, Value | null>>;
  /** Variables that plugins contribute, by the name that texts use. */
  contributed: ReadonlyMap<string, FactName>;
  /** The address to put on a button in place of a link, so that clicks are counted; the link itself when undefined. */
  counted?: (step: string, button: string) => string;
}

/** Who wrote so recently is in a conversation: neither quiet hours nor the cap hold an answer back. */
export const TALKING_MS = 30 * 60_000;

export function isTalking({ lastHeard, now }: World): boolean {
  return lastHeard !== undefined && now - lastHeard < TALKING_MS;
}
