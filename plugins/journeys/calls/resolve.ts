import { PlatformError, type TenantContext } from "@promostack/core";
import type { Input } from "../engine/move.ts";
import { factKey } from "../engine/world.ts";
import type { Value } from "../graph/parts.ts";
import type { ActionCall, KnownPerson } from "../points/api.ts";
import { inputProblem } from "../points/inputCheck.ts";
import type { Points } from "../points/points.ts";
import type { Person } from "../run/people.ts";
import type { StoredSession } from "../run/sessionRows.ts";
import type { Call } from "./callRows.ts";
import { isRecord, plainValue, readSaid, type Said } from "./said.ts";

/** What a call brought: the walk's next input, and facts for it. */
export interface Resolved {
  input: Input;
  fetched?: Readonly<Record<string, Value | null>>;
  error?: string;
}

/** Asks the plugins for facts. One that does not answer is not known: a condition has a branch for that. */
export async function resolveFacts(
  context: TenantContext,
  points: Points,
  call: Call,
  person: Person,
): Promise<Resolved> {
  const names = namesOf(call.input.facts);
  const fetched: Record<string, Value | null> = {};
  await Promise.all(
    names.map(async ({ plugin, fact }) => {
      const of = { plugin, name: fact };
      try {
        fetched[factKey({ plugin, fact })] = plainValue(
          await points.facts.call(context, of, "read", known(person)),
        );
      } catch (error) {
        context.signal.throwIfAborted();
        context.log.warn("A fact about a person was not answered", { contributor: plugin, fact, error });
        fetched[factKey({ plugin, fact })] = null;
      }
    }),
  );
  return { input: { kind: "facts", call: call.seq }, fetched };
}

/** What the action says: what it has answered since, or else what it answers now. Raises what it raises. */
export async function askAction(
  context: TenantContext,
  points: Points,
  call: Call,
  person: Person,
  { session, enteredBy }: StoredSession,
): Promise<Said> {
  if (call.answer !== null) return readSaid(call.answer);
  const of = { plugin: call.plugin ?? "", name: call.action ?? "" };
  const offered = (await points.actions.contributions(context.tenantId)).find(
    ({ plugin, name }) => plugin === of.plugin && name === of.name,
  );
  const input = structuredClone(call.input);
  const problem = offered === undefined ? undefined : inputProblem(offered.input, input);
  if (problem !== undefined) return { kind: "failed", reason: problem };
  const about: ActionCall = {
    key: callKey(call),
    attempt: call.attempts,
    person: known(person),
    variables: session.variables,
    enteredBy,
  };
  return readSaid(await points.actions.call(context, of, "run", input, about));
}

/** The action is done: the walk goes on at its exit. */
export function done(call: Call, { exit, values }: Extract<Said, { kind: "done" }>): Resolved {
  const key = exit === "next" ? exit : `outcome:${exit}`;
  return { input: { kind: "result", call: call.seq, exit: key, values } };
}

/** The action failed for good: the walk goes on at the exit `failed`. */
export function failed(call: Call, reason: string): Resolved {
  return { input: { kind: "result", call: call.seq, exit: "failed", error: reason }, error: reason };
}

/** Whether another attempt could end otherwise: not where the action itself refused. */
export function mayRecover(error: unknown): boolean {
  return !PlatformError.is(error) || error.status >= 500 || error.status === 429;
}

const NOTHING_RAN = new Set([
  "plugin.tripped",
  "plugin.quarantined",
  "plugin.starting",
  "plugin.stopping",
  "host.draining",
]);

/** The plugin pauses: nothing ran, and no attempt is lost. */
export function isPause(error: unknown): boolean {
  return PlatformError.is(error) && NOTHING_RAN.has(error.code);
}

/** By which an action knows its call again. */
export function callKey({ sessionId, seq }: Pick<Call, "sessionId" | "seq">): string {
  return `${sessionId}:${seq}`;
}

/** Reads `callKey`; undefined for what is none. */
export function readCallKey(key: string): Pick<Call, "sessionId" | "seq"> | undefined {
  const [, sessionId, seq] = /^([0-9a-f-]{36}):(\d{1,9})$/.exec(key) ?? [];
  return sessionId === undefined ? undefined : { sessionId, seq: Number(seq) };
}

function known({
  id,
  telegramId,
  firstName,
  lastName,
  username,
  language,
  tags,
  fields,
}: Person): KnownPerson {
  return {
    id,
    ...(telegramId !== undefined && { telegramId }),
    firstName,
    lastName,
    username,
    language,
    tags: [...tags],
    fields: { ...fields },
  };
}

function namesOf(value: unknown): { plugin: string; fact: string }[] {
  return (Array.isArray(value) ? value : []).filter(
    (each: unknown): each is { plugin: string; fact: string } =>
      isRecord(each) && typeof each.plugin === "string" && typeof each.fact === "string",
  );
}
