import { setTimeout as delay } from "node:timers/promises";
import type { Delivery, Log, Transaction } from "@promostack/core";
import type { Statements } from "./outboxQueue.ts";

/** Tells a plugin; `mark` commits with the plugin's first transaction and answers false where it was told before. */
type DeliverReport = (
  plugin: string,
  report: string,
  delivery: Delivery,
  mark: (trx: Transaction) => Promise<boolean>,
) => Promise<void>;

export interface DeliveryReportParts {
  database: Statements;
  deliver: DeliverReport;
  /** Seconds that a refusal where nothing ran asks to wait; undefined for a real failure. */
  pauseOf: (error: unknown) => number | undefined;
  log: Log;
}

interface DueReport {
  tenantId: string;
  id: string;
  plugin: string;
  report: string;
  dedupeKey: string;
  outcome: Delivery["outcome"];
  messageId: number | null;
  result: Record<string, unknown> | null;
  error: string | null;
  at: Date;
  attempts: number;
}

/** The claim is also the back-off: a report that nobody takes off the list comes again, later each time. */
const CLAIM = `
update host.outbox o set report_attempts = o.report_attempts + 1,
  report_due = clock_timestamp() + least(power(2, least(o.report_attempts, 10)) * 15, 900) * interval '1 second'
from (
  select tenant_id, id from host.outbox where report_due <= clock_timestamp()
  order by report_due limit $1 for update skip locked
) due
where o.tenant_id = due.tenant_id and o.id = due.id
returning o.tenant_id as "tenantId", o.id, o.plugin, o.report, o.dedupe_key as "dedupeKey", o.state as outcome,
  o.message_id as "messageId", o.result, o.error, o.done_at as at, o.report_attempts as attempts`;

const BATCH = 50;
/** About a week of failures at 15 minutes. A plugin that is paused or off hears of it whenever it is back. */
const MOST_ATTEMPTS = 700;
/** Reports of a plugin that is off for weeks are not asked for all the time. */
const LEAST_PAUSE_SECONDS = 15;

/** Tells plugins how their messages ended (`report`): each at least once, and once in effect where the plugin uses its database. */
export class DeliveryReports {
  readonly #parts: DeliveryReportParts;
  #running: Promise<void> | undefined;
  #stopping = false;
  #wake = new AbortController();

  constructor(parts: DeliveryReportParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#stopping = false;
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake.abort();
    await this.#running;
    this.#running = undefined;
  }

  /** Something may have ended just now. */
  look(): void {
    this.#wake.abort();
  }

  /** Tells everything that is due; answers how many. */
  async deliverDue(): Promise<number> {
    let told = 0;
    for (;;) {
      const due = await this.#parts.database.query<DueReport>(CLAIM, [BATCH]);
      await Promise.all(due.map((report) => this.#tell(report)));
      told += due.length;
      if (due.length < BATCH || this.#stopping) return told;
    }
  }

  async #tell(due: DueReport): Promise<void> {
    const { deliver, pauseOf, database, log } = this.#parts;
    const { tenantId, id, plugin, report, dedupeKey, outcome, messageId, result, error, at } = due;
    const delivery: Delivery = {
      tenantId,
      dedupeKey,
      outcome,
      at,
      ...(messageId === null ? {} : { messageId }),
      ...(result === null ? {} : { result }),
      ...(error === null ? {} : { error }),
    };
    const facts = { tenantId, plugin, report, dedupeKey };
    try {
      await deliver(plugin, report, delivery, async (trx) => {
        const values = [tenantId, id];
        return (await trx.run(`${TOLD} and report_due is not null`, values)) === 1;
      });
    } catch (reason) {
      const pause = pauseOf(reason);
      if (pause !== undefined) {
        await database.query(PAUSE, [tenantId, id, Math.max(pause, LEAST_PAUSE_SECONDS)]);
        return;
      }
      log.warn("A plugin did not take a delivery report", {
        ...facts,
        attempts: due.attempts,
        error: reason,
      });
      if (due.attempts < MOST_ATTEMPTS) return;
      log.error("A delivery report was given up", facts);
      await database.query(TOLD, [tenantId, id]);
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#wake = new AbortController();
      try {
        await this.deliverDue();
      } catch (error) {
        this.#parts.log.error("Delivery reports could not be read", { error });
      }
      await delay(1_000, undefined, { signal: this.#wake.signal }).catch(() => undefined);
    }
  }
}

/** Nothing ran: the attempt does not count. */
const PAUSE = `
update host.outbox set report_attempts = report_attempts - 1, report_due = clock_timestamp() + $3::float8 * interval '1 second'
where tenant_id = $1 and id = $2 and report_due is not null`;

const TOLD = "update host.outbox set report_due = null where tenant_id = $1 and id = $2";
