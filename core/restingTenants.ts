const RESTS_MS = 10_000;

/** Tenants whose work waits a while: the plugin is off for them, or something of theirs is broken. On the machine's clock. */
export class RestingTenants {
  readonly #until = new Map<string, number>();

  /** Answers for how many milliseconds. */
  rest(tenantId: string): number {
    this.#until.set(tenantId, Date.now() + RESTS_MS);
    return RESTS_MS;
  }

  now(): string[] {
    const now = Date.now();
    for (const [tenantId, until] of this.#until) if (until <= now) this.#until.delete(tenantId);
    return [...this.#until.keys()];
  }
}
