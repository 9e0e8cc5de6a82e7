import { clockMinutes, type QuietHours, type TenantContext } from "@promostack/core";
import type { FactName, World } from "../engine/world.ts";
import type { Value } from "../graph/parts.ts";
import type { Person } from "./people.ts";

/** What the walks of a tenant depend on beside the person. */
export interface TenantFacts {
  tenantId: string;
  timezone: string;
  quietHours: QuietHours | undefined;
  cap: { messages: number; hours: number } | undefined;
  stopWords: readonly string[];
  stopReply: string;
  overReply: string;
  contributed: ReadonlyMap<string, FactName>;
  /** Where counted links lead: `https://…/api/p/journeys/l/`; undefined where Telegram could not open it. */
  linkBase: string | undefined;
}

/** Variables that plugins contribute for a tenant, and where counted links lead. */
export interface FactSources {
  variables(tenantId: string): Promise<ReadonlyMap<string, FactName>>;
  linkBase: string | undefined;
}

export async function tenantFacts(context: TenantContext, sources: FactSources): Promise<TenantFacts> {
  const { tenantId, timezone, settings } = context;
  const from = textOf(settings.quietFrom);
  const until = textOf(settings.quietUntil);
  const messages = numberOf(settings.capMessages, 0);
  const words = settings.stopWords;
  return {
    tenantId,
    timezone,
    quietHours:
      from === "" || until === "" || from === until
        ? undefined
        : { from: clockMinutes(from), until: clockMinutes(until) },
    cap: messages === 0 ? undefined : { messages, hours: numberOf(settings.capHours, 24) },
    stopWords: (Array.isArray(words) ? words : []).map((word) => String(word).toLowerCase()),
    stopReply: textOf(settings.stopReply),
    overReply: textOf(settings.overReply),
    contributed: await sources.variables(tenantId),
    linkBase: sources.linkBase,
  };
}

/** The world of a person's next move. */
export function worldOf(
  facts: TenantFacts,
  person: Person,
  sessionId: string,
  now: Date,
  fetched: Readonly<Record<string, Value | null>> = {},
): World {
  const { timezone, quietHours, contributed, linkBase } = facts;
  const capUntil = capEnd(facts, person, now);
  return {
    now: now.getTime(),
    timezone,
    person,
    facts: fetched,
    contributed,
    ...(person.lastHeard !== undefined && { lastHeard: person.lastHeard.getTime() }),
    ...(quietHours !== undefined && { quietHours }),
    ...(capUntil !== undefined && { capUntil }),
    ...(linkBase !== undefined && {
      counted: (step: string, button: string) => `${linkBase}${linkToken(sessionId, step, button)}`,
    }),
  };
}

/** What a counted link ends with: the walk, the step and the button. */
export function linkToken(sessionId: string, step: string, button: string): string {
  return `${Buffer.from(sessionId.replaceAll("-", ""), "hex").toString("base64url")}.${step}.${button}`;
}

/** The button of a walk's message that a counted link stands for. */
export interface LinkedButton {
  sessionId: string;
  step: string;
  button: string;
}

/** Reads `linkToken`; undefined for what is none. */
export function readLinkToken(token: string): LinkedButton | undefined {
  const found = /^([A-Za-z0-9_-]{22})\.([a-z0-9]{1,12})\.([a-z0-9]{1,12})$/.exec(token);
  if (found === null) return undefined;
  const [, id = "", step = "", button = ""] = found;
  const hex = Buffer.from(id, "base64url").toString("hex");
  return { sessionId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"), step, button };
}

/** When the cap lets the next message through: the oldest of those that fill it drops out. */
function capEnd({ cap }: TenantFacts, { touches }: Person, now: Date): number | undefined {
  if (cap === undefined) return undefined;
  const window = cap.hours * 3_600_000;
  const recent = touches.map((at) => at.getTime()).filter((at) => at > now.getTime() - window);
  const oldest = recent.sort((a, b) => a - b).at(-cap.messages);
  return recent.length < cap.messages || oldest === undefined ? undefined : oldest + window;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
