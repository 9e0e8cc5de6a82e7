import type { Clock, Disposable, Log, Transaction } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { backwards, SteerableClock, validRate } from "./steerableClock.ts";

const CHANNEL = "clock";
const SIGN_OF_LIFE_MS = 2_000;
/** Without a sign of life this long, all hosts were down. */
const ASLEEP = "interval '10 seconds'";

interface Row {
  base: Date;
  realBase: Date;
  rate: number;
  now: Date;
}

/**
 * The playground's clock: steerable, kept in the database, and the same on every replica (they count in the database's
 * machine time, so machines whose clocks differ agree too). Until someone steers it, it is the machine's clock. One that runs fast
 * stands still while every host is down; one that runs at the usual speed goes on, as the world does.
 */
export class SharedClock implements Clock {
  readonly #database: Database;
  readonly #log: Log;
  readonly #clock: SteerableClock;
  /** Database's time minus the machine's, in milliseconds. */
  #skew = 0;
  #listening: Disposable | undefined;
  #pulse: NodeJS.Timeout | undefined;

  private constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
    this.#clock = new SteerableClock({ realNow: () => Date.now() + this.#skew });
  }

  /** Reads where the clock stands and follows it. Close it before the database. */
  static async open(database: Database, log: Log): Promise<SharedClock> {
    const clock = new SharedClock(database, log);
    await database.query(WAKE);
    await clock.#follow();
    clock.#listening = await database.listen(CHANNEL, () => {
      clock.#follow().catch((error) => log.warn("The clock could not be read", { error }));
    });
    clock.#pulse = setInterval(() => {
      if (!clock.simulated) return;
      database
        .query("update host.clock set alive_at = now()")
        .catch((error) => log.warn("The clock's sign of life could not be written", { error }));
    }, SIGN_OF_LIFE_MS).unref();
    return clock;
  }

  now(): Date {
    return this.#clock.now();
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.#clock.sleep(milliseconds, signal);
  }

  get rate(): number {
    return this.#clock.rate;
  }

  get simulated(): boolean {
    return this.#clock.simulated;
  }

  get continuousSince(): Date {
    return this.#clock.continuousSince;
  }

  onChange(listener: () => void): { dispose(): void } {
    return this.#clock.onChange(listener);
  }

  /** Jumps ahead, everywhere. Raises `clock.backwards` (409). Resolves when it is committed and this process follows. */
  async set(at: Date): Promise<void> {
    await this.#steer(async (trx, row) => {
      const now = standing(row);
      if (at < now) throw backwards(at, now);
      await write(trx, at, row.rate);
    });
  }

  /** Changes the speed from now on, everywhere: 0 stands still, 60 makes a minute of a second. Raises `clock.invalid_rate` (400). */
  async setRate(rate: number): Promise<void> {
    validRate(rate);
    await this.#steer((trx, row) => write(trx, standing(row), rate));
  }

  async close(): Promise<void> {
    clearInterval(this.#pulse);
    await this.#listening?.dispose();
  }

  async #steer(change: (trx: Transaction, row: Row) => Promise<void>): Promise<void> {
    await this.#database.system(async (trx) => {
      await trx.run(
        `insert into host.clock (base, real_base, rate, alive_at) values (now(), now(), 1, now()) on conflict do nothing`,
      );
      const row = await trx.one<Row>(`${READ} for update`);
      if (row) await change(trx, row);
      await trx.run(`select pg_notify('${CHANNEL}', '')`);
    });
    await this.#follow();
  }

  async #follow(): Promise<void> {
    const asked = Date.now();
    const [row] = await this.#database.query<Row>(READ);
    const answered = Date.now();
    if (!row) return;
    // Half of the round trip is the best guess at when the database looked at its clock; jitter is no reason to move.
    const skew = row.now.getTime() - (asked + answered) / 2;
    if (Math.abs(skew - this.#skew) > Math.max(20, answered - asked)) this.#skew = skew;
    const { base, realBase, rate } = row;
    const current = this.#clock.reading;
    const same =
      this.simulated &&
      current.rate === rate &&
      current.base.getTime() === base.getTime() &&
      current.realBase.getTime() === realBase.getTime();
    if (same) return;
    this.#clock.adopt({ base, realBase, rate }, true);
    this.#log.info("The clock was steered", { now: this.now().toISOString(), rate });
  }
}

const READ = `select base, real_base as "realBase", rate, clock_timestamp() as now from host.clock`;
/** Business time of a fast clock when the last host was alive becomes the time at which it goes on. */
const WAKE = `
  update host.clock set base = base + (alive_at - real_base) * rate, real_base = now(), alive_at = now()
  where rate <> 1 and alive_at < now() - ${ASLEEP}`;

function standing(row: Row): Date {
  const passed = Math.max(0, row.now.getTime() - row.realBase.getTime());
  return new Date(row.base.getTime() + passed * row.rate);
}

async function write(trx: Transaction, base: Date, rate: number): Promise<void> {
  await trx.run(
    "update host.clock set base = $1, rate = $2, real_base = clock_timestamp(), alive_at = clock_timestamp()",
    [base, rate],
  );
}
