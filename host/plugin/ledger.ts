import type { Disposable } from "@promostack/core";

interface Entry {
  label: string;
  undo: () => void | Promise<void>;
}

/**
 * Everything that one generation of a plugin has registered. `close` undoes it in reverse; what cannot be undone stays
 * listed as a leftover, by its label and the reason.
 */
export class Ledger {
  readonly #entries = new Set<Entry>();
  readonly #leftovers: string[] = [];

  /** Enters an effect; `undo` runs once, by the Disposable or by `close`, whichever comes first. */
  add(label: string, undo: () => void | Promise<void>): Disposable {
    const entry = { label, undo };
    this.#entries.add(entry);
    return { label, dispose: () => this.#undo(entry) };
  }

  /** Labels of what stands now. */
  get open(): string[] {
    return [...this.#entries].map(({ label }) => label);
  }

  /** What failed to be undone: `route GET /signals: <reason>`. */
  get leftovers(): readonly string[] {
    return this.#leftovers;
  }

  /** Undoes all, newest first, giving each `milliseconds`. Never throws. */
  async close(milliseconds = 2_000): Promise<void> {
    for (const entry of [...this.#entries].reverse()) {
      try {
        await within(milliseconds, this.#undo(entry));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#leftovers.push(`${entry.label}: ${reason}`);
      }
    }
  }

  async #undo(entry: Entry): Promise<void> {
    if (!this.#entries.delete(entry)) return;
    await entry.undo();
  }
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still not undone after ${milliseconds} ms`)), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
