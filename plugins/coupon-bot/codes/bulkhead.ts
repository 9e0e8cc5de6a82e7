/** Seats for calls to strangers' servers: so many in all, and so many of one tenant, so that a slow server holds nobody else up. */
export class Bulkhead {
  readonly #inAll: number;
  readonly #aTenant: number;
  readonly #held = new Map<string, number>();
  readonly #waiting: { tenantId: string; enter(): void }[] = [];
  #taken = 0;

  constructor({ inAll, aTenant }: { inAll: number; aTenant: number }) {
    this.#inAll = inAll;
    this.#aTenant = aTenant;
  }

  /** Waits for a seat until `signal` aborts; undefined where none came free. Answers what gives it back. */
  async enter(tenantId: string, signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined;
    if (this.#free(tenantId)) this.#take(tenantId);
    else if (!(await this.#turn(tenantId, signal))) return undefined;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#taken -= 1;
      const held = this.#heldBy(tenantId) - 1;
      if (held > 0) this.#held.set(tenantId, held);
      else this.#held.delete(tenantId);
      this.#next();
    };
  }

  #turn(tenantId: string, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const entry = {
        tenantId,
        enter: () => {
          signal.removeEventListener("abort", give);
          resolve(true);
        },
      };
      const give = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        resolve(false);
      };
      signal.addEventListener("abort", give, { once: true });
      this.#waiting.push(entry);
    });
  }

  /** The longest waiting whose tenant has a seat left. */
  #next(): void {
    const at = this.#waiting.findIndex(({ tenantId }) => this.#free(tenantId));
    const [entry] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (entry === undefined) return;
    // At once: who enters meanwhile must not find the seat free.
    this.#take(entry.tenantId);
    entry.enter();
  }

  #take(tenantId: string): void {
    this.#taken += 1;
    this.#held.set(tenantId, this.#heldBy(tenantId) + 1);
  }

  #free(tenantId: string): boolean {
    return this.#taken < this.#inAll && this.#heldBy(tenantId) < this.#aTenant;
  }

  #heldBy(tenantId: string): number {
    return this.#held.get(tenantId) ?? 0;
  }
}
