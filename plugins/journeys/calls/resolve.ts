import { PlatformError, type TenantContext } from "@promostack/core";
import type { Input } from "../engine/move.ts";
import { factKey } from "../engine/world.ts";
import type { Value } from "../graph/parts.ts";
import type { KnownPerson } from "../points/api.ts";
import type { Points } from "../points/points.ts";
import type { Person } from "../run/people.ts";
import type { Call } from "./callRows.ts";

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

/** Runs the action. Raises what it raises: whether it is tried again is the caller's to say. */
export async function resolveAction(
  context: TenantContext,
  points: Points,
  call: Call,
  person: Person,
  variables: Readonly<Record<string, Value>>,
): Promise<Resolved> {
  const of = { plugin: call.plugin ?? "", name: call.action ?? "" };
  const about = {
    key: `${call.sessionId}:${call.seq}`,
    attempt: call.attempts,
    person: known(person),
    variables,
  };
  const answer = await points.actions.call(context, of, "run", call.input, about);
  const exit = isRecord(answer) && typeof answer.exit === "string" ? answer.exit : "next";
  const values = isRecord(answer) && isRecord(answer.values) ? valuesOf(answer.values) : {};
  const key = exit === "next" || exit === "failed" ? exit : `outcome:${exit}`;
  return { input: { kind: "result", call: call.seq, exit: key, values } };
}

/** The action failed for good: the walk goes on at the exit `failed`. */
export function failed(call: Call, error: unknown): Resolved {
  const reason = error instanceof Error ? error.message : String(error);
  return { input: { kind: "result", call: call.seq, exit: "failed", error: reason }, error: reason };
}

/** Whether another attempt could end otherwise: not where the action itself refused. */
export function mayRecover(error: unknown): boolean {
  return !PlatformError.is(error) || error.status >= 500 || error.status === 429;
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

/** Texts, numbers and truths; anything else that an action answers is left out. */
function valuesOf(values: Record<string, unknown>): Record<string, Value> {
  const found: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    const kept = plainValue(value);
    if (kept !== null) found[name] = kept;
  }
  return found;
}

function plainValue(value: unknown): Value | null {
  if (typeof value === "string") return value.slice(0, 4_096);
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
