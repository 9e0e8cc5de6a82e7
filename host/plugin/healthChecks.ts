import { type Health, inPhase } from "@promostack/core";
import { Call } from "./call.ts";
import { FirstTransaction } from "./firstTransaction.ts";
import type { Generation } from "./generation.ts";
import type { Roster } from "./roster.ts";

const DEADLINE_MS = 3_000;

/** Asks every running plugin's `health`, all at once, and remembers the answers on their slots. */
export async function checkHealth(roster: Roster): Promise<Record<string, Health>> {
  const answers = await Promise.all(
    roster.active().map(async (slot) => {
      const { generation } = slot;
      const health: Health = generation === undefined ? { state: "ok" } : await askHealth(generation);
      slot.health = { ...health, at: new Date() };
      return [slot.id, health] as const;
    }),
  );
  return Object.fromEntries(answers);
}

/** A plugin without a `health` is well while it runs; one that throws or hangs is not. */
export async function askHealth({ plugin, manifest, contexts }: Generation): Promise<Health> {
  if (plugin.health === undefined) return { state: "ok" };
  const call = new Call();
  try {
    const subject = { plugin: manifest.id, phase: "health", what: "health" } as const;
    const asked = () => plugin.health?.(contexts.platform(call, new FirstTransaction(undefined), {}));
    return (await call.within(DEADLINE_MS, subject, asked)) ?? { state: "ok" };
  } catch (error) {
    return { state: "failed", detail: inPhase(error, manifest.id, "health").message };
  } finally {
    call.close();
  }
}
