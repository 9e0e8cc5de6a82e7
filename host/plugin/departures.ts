import type { LiveRelease } from "./liveRelease.ts";
import type { KernelLog } from "./ports.ts";
import type { PluginSlot } from "./slot.ts";

const DRAIN_MS = 10_000;

/** Generations on their way out: nothing new reaches them, what they have begun may end, then they are undone. */
export class Departures {
  readonly #log: KernelLog;
  readonly #underway = new Set<Promise<void>>();

  constructor(log: KernelLog) {
    this.#log = log;
  }

  /** Takes the release's generation out of service now; answers when it has ended. Nothing where it does not run. */
  begin(slot: PluginSlot, release: LiveRelease, drainMs = DRAIN_MS): Promise<void> {
    const { generation } = release;
    if (generation === undefined) return Promise.resolve();
    release.generation = undefined;
    slot.draining += 1;
    const leaving = generation.stop(drainMs).then((problems) => {
      for (const { message } of problems) {
        this.#log.warn("A plugin did not stop cleanly", { plugin: slot.id, error: message });
        slot.leftovers.push(message);
      }
      slot.leftovers.push(...generation.ledger.leftovers);
      slot.draining -= 1;
      this.#underway.delete(leaving);
    });
    this.#underway.add(leaving);
    return leaving;
  }

  /** When all have ended. */
  async over(): Promise<void> {
    await Promise.all(this.#underway);
  }
}
