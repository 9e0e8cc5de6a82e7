import type { Log, PlatformError, SetAside, Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import { audit } from "../identity/audit.ts";
import type { Evaluated, ReleaseGuard } from "../sandbox/published.ts";
import type { ReleaseIndex } from "./releaseIndex.ts";
import { tellReplicas } from "./releaseRows.ts";

/** As many faults within as many seconds, on all replicas together, set a release aside. */
const FAULTS = 3;
const WINDOW_SECONDS = 3 * 3_600;
/** So many sets of parameters at rest at the same time, and the release is at fault rather than they. */
const SCOPES = 3;
/** Rests, the next one longer while it does not get better; the last one repeats. */
const REST_SECONDS = [900, 3_600, 6 * 3_600, 24 * 3_600];

/**
 * Sets a strategy release aside that fails again and again, and no other. Faults with parameters of a tenant's own set these
 * aside first, so that nobody takes another's signals away. When a rest is over the next evaluation is the test: well, and
 * it is back; a fault, and it rests longer.
 */
export class FaultGuard implements ReleaseGuard {
  readonly #database: Database;
  readonly #index: ReleaseIndex;
  readonly #log: Log;
  readonly #pending = new Set<Promise<void>>();

  constructor(parts: { database: Database; index: ReleaseIndex; log: Log }) {
    this.#database = parts.database;
    this.#index = parts.index;
    this.#log = parts.log;
  }

  setAside({ id, version, scope }: Evaluated): SetAside | undefined {
    return this.#index.resting(id, version) ?? this.#index.resting(id, version, scope);
  }

  observe(evaluated: Evaluated, fault: PlatformError | undefined): void {
    const { id, version, scope } = evaluated;
    const suspects = [...new Set(["", scope])].filter((each) => this.#index.quarantine(id, version, each));
    if (fault !== undefined) this.#do(() => this.#record(evaluated, fault));
    else if (suspects.length > 0) this.#do(() => this.#recovered(evaluated, suspects));
  }

  /** Until what was observed is written down. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async #record(evaluated: Evaluated, fault: PlatformError): Promise<void> {
    const { id, version, scope } = evaluated;
    const message = fault.message.replaceAll("\0", "").slice(0, 500);
    const rests = await this.#database.system(async (trx) => {
      await trx.run("select pg_advisory_xact_lock(hashtextextended('strategy fault ' || $1, 0))", [
        `${id}@${version}`,
      ]);
      await trx.run(
        `insert into host.strategy_fault (id, strategy, version, scope, code, message) values ($1, $2, $3, $4, $5, $6)`,
        [uuidv7(), id, version, scope, fault.code, message],
      );
      // Once the release as a whole is on trial, whoever evaluates it is its test.
      const whole = await this.#weigh(trx, { ...evaluated, scope: "" }, message, scope !== "");
      const own = scope === "" ? undefined : await this.#weigh(trx, evaluated, message, false);
      const all = own === undefined ? undefined : await this.#restWhole(trx, evaluated, message);
      const found = [whole, own, all].filter((each) => each !== undefined);
      if (found.length > 0) await tellReplicas(trx, id);
      return found;
    });
    for (const rest of rests) this.#log.error("A strategy is set aside", { strategy: id, version, ...rest });
    if (rests.length > 0) await this.#index.refresh();
  }

  /** Sets a scope aside where its faults are enough. `trialOnly`: only where it was at rest before and is on trial now. */
  async #weigh(trx: Transaction, evaluated: Evaluated, message: string, trialOnly: boolean) {
    const { id, version, scope } = evaluated;
    const known = await trx.one<{ strikes: number; resting: boolean }>(
      `select strikes, until > now() as resting from host.strategy_quarantine
       where strategy = $1 and version = $2 and scope = $3`,
      [id, version, scope],
    );
    // What was under way when it was set aside adds nothing; after a rest one fault is enough.
    if (known?.resting) return undefined;
    if (known !== undefined) {
      return this.#rest(trx, evaluated, known.strikes + 1, `It failed again after a rest. ${message}`);
    }
    if (trialOnly) return undefined;
    const counted = await trx.one<{ faults: number }>(
      `select count(*)::int as faults from host.strategy_fault
       where strategy = $1 and version = $2 and scope = $3 and at > now() - make_interval(secs => $4)`,
      [id, version, scope, WINDOW_SECONDS],
    );
    const faults = counted?.faults ?? 0;
    if (faults < FAULTS) return undefined;
    return this.#rest(trx, evaluated, 1, `It failed ${faults} times within three hours. Last: ${message}`);
  }

  /** Many tenants' parameters at rest at once are the release's own fault. */
  async #restWhole(trx: Transaction, evaluated: Evaluated, message: string) {
    const { id, version } = evaluated;
    const resting = await trx.one<{ scopes: number; whole: boolean | null }>(
      `select count(*)::int as scopes, bool_or(scope = '') as whole from host.strategy_quarantine
       where strategy = $1 and version = $2 and until > now()`,
      [id, version],
    );
    if (resting === undefined || resting.whole === true || resting.scopes < SCOPES) return undefined;
    const reason = `It failed with ${resting.scopes} different sets of parameters. Last: ${message}`;
    return this.#rest(trx, { ...evaluated, scope: "" }, 1, reason);
  }

  async #rest(trx: Transaction, { id, version, scope }: Evaluated, strikes: number, reason: string) {
    const seconds = REST_SECONDS[Math.min(strikes, REST_SECONDS.length) - 1] ?? 0;
    await trx.run(
      `insert into host.strategy_quarantine (strategy, version, scope, reason, strikes, until)
       values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
       on conflict (strategy, version, scope) do update set reason = $4, strikes = $5, at = now(), until = excluded.until`,
      [id, version, scope, reason, strikes, seconds],
    );
    const what = scope === "" ? "strategy.quarantined" : "strategy.parameters_quarantined";
    await audit(
      trx,
      { requestId: "", address: "" },
      {
        tenantId: null,
        action: what,
        target: `strategy ${id} ${version}`,
        after: { reason, seconds, ...(scope && { parameters: scope }) },
      },
    );
    return { reason, seconds, scope };
  }

  async #recovered({ id, version }: Evaluated, scopes: readonly string[]): Promise<void> {
    const lifted = await this.#database.system(async (trx) => {
      const rows = await trx.run(
        `delete from host.strategy_quarantine
         where strategy = $1 and version = $2 and scope = any($3::text[]) and until <= now()`,
        [id, version, scopes],
      );
      if (rows > 0) await tellReplicas(trx, id);
      return rows > 0;
    });
    if (lifted) this.#log.info("A strategy is back after its rest", { strategy: id, version });
    await this.#index.refresh();
  }

  /** An evaluation does not wait for its bookkeeping, and does not fail with it. */
  #do(work: () => Promise<void>): void {
    const doing = work()
      .catch((error: unknown) => this.#log.warn("A strategy's fault could not be written down", { error }))
      .finally(() => this.#pending.delete(doing));
    this.#pending.add(doing);
  }
}
