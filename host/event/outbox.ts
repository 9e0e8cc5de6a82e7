import type { Clock, Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";

/** Wakes relays; the payload says nothing. */
export const EVENT_CHANNEL = "event";

export interface NewEvent {
  tenantId: string;
  event: string;
  payload: Record<string, unknown>;
}

/** The event outbox: events become rows in the transaction of the change that caused them, and vanish with it. */
export class EventOutbox {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Any number of events in one statement. Payloads have been checked against their schemas. */
  async add(trx: Transaction, publisher: string, events: readonly NewEvent[]): Promise<void> {
    const rows = events.map(({ tenantId, event, payload }) => ({
      tenant_id: tenantId,
      id: uuidv7(),
      name: event,
      payload,
    }));
    await trx.run(
      `insert into host.event (tenant_id, id, publisher, name, payload, published_at)
       select tenant_id, id, $2, name, payload, $3
       from json_to_recordset($1::json) as fresh(tenant_id uuid, id uuid, name text, payload jsonb)`,
      [JSON.stringify(rows), publisher, this.#clock.now()],
    );
    await trx.run("select pg_notify($1, '')", [EVENT_CHANNEL]);
  }
}
