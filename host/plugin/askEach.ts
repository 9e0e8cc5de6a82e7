import { inPhase, type Log, type PlatformContext, type Plugin } from "@promostack/core";
import { Call } from "./call.ts";
import { FirstTransaction } from "./firstTransaction.ts";
import type { Generation } from "./generation.ts";
import type { Roster } from "./roster.ts";

const DEADLINE_MS = 5_000;

type Question<Answer> = (plugin: Plugin, context: PlatformContext) => Promise<Answer[]> | undefined;

/** Asks every running plugin that answers to a question, all at once. One that fails is logged and left out. */
export async function askEach<Answer>(
  roster: Roster,
  log: Log,
  what: string,
  question: Question<Answer>,
): Promise<Answer[]> {
  const answers = await Promise.all(
    roster.active().map(async ({ id, generation }) => {
      if (generation === undefined) return [];
      try {
        return await ask(generation, what, question);
      } catch (error) {
        log.warn("A plugin did not answer", { plugin: id, what, error: inPhase(error, id, "service") });
        return [];
      }
    }),
  );
  return answers.flat();
}

async function ask<Answer>(
  { plugin, manifest, contexts }: Generation,
  what: string,
  question: Question<Answer>,
): Promise<Answer[]> {
  const call = new Call();
  try {
    const subject = { plugin: manifest.id, phase: "service", what } as const;
    const context = contexts.platform(call, new FirstTransaction(undefined), {});
    return (await call.within(DEADLINE_MS, subject, () => question(plugin, context))) ?? [];
  } finally {
    call.close();
  }
}
