import type { Log, StrategyUse } from "@promostack/core";
import { Call } from "./call.ts";
import { FirstTransaction } from "./firstTransaction.ts";
import type { Generation } from "./generation.ts";
import type { Roster } from "./roster.ts";

const DEADLINE_MS = 5_000;

/** Asks every running plugin which strategies its tenants chose, all at once. One that fails is logged and left out. */
export async function strategyUse(roster: Roster, log: Log): Promise<StrategyUse[]> {
  const answers = await Promise.all(
    roster.active().map(async ({ id, generation }) => {
      try {
        return generation === undefined ? [] : await ask(generation);
      } catch (error) {
        log.warn("A plugin does not say which strategies its tenants use", { plugin: id, error });
        return [];
      }
    }),
  );
  return answers.flat();
}

async function ask({ plugin, manifest, contexts }: Generation): Promise<StrategyUse[]> {
  if (plugin.strategyUse === undefined) return [];
  const call = new Call();
  try {
    const subject = { plugin: manifest.id, phase: "service", what: "strategyUse" } as const;
    const asked = () => plugin.strategyUse?.(contexts.platform(call, new FirstTransaction(undefined), {}));
    return (await call.within(DEADLINE_MS, subject, asked)) ?? [];
  } finally {
    call.close();
  }
}
