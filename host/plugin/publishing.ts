import { PlatformError, type PluginManifest, type Transaction } from "@promostack/core";
import { allow } from "./container.ts";
import type { Check } from "./schema.ts";
import { compile } from "./schema.ts";

export interface PublishedEvent {
  tenantId: string;
  event: string;
  payload: Record<string, unknown>;
}

/** Writes checked events in the caller's transaction. */
export interface EventWriter {
  add(trx: Transaction, publisher: string, events: readonly PublishedEvent[]): Promise<void>;
}

/** What a release may publish: each payload is checked against the schema that plugin.json gives. */
export class Publishing {
  readonly #plugin: string;
  readonly #allowed: readonly string[];
  readonly #checks: ReadonlyMap<string, Check>;
  readonly #writer: EventWriter;

  constructor(manifest: PluginManifest, writer: EventWriter) {
    this.#plugin = manifest.id;
    this.#allowed = manifest.capabilities?.events?.publishes ?? [];
    this.#checks = new Map(
      (manifest.contributes?.events ?? []).map(({ name, schema }) => [name, compile(schema)]),
    );
    this.#writer = writer;
  }

  /** Raises `capability.refused`, or `event.invalid` with every field that fails. */
  async publish(trx: Transaction, events: readonly PublishedEvent[]): Promise<void> {
    if (events.length === 0) return;
    for (const { event, payload } of events) this.#check(event, payload);
    await this.#writer.add(trx, this.#plugin, events);
  }

  #check(event: string, payload: Record<string, unknown>): void {
    allow(this.#plugin, "events.publishes", this.#allowed, event);
    const broken = this.#checks.get(event)?.(payload) ?? [];
    if (broken.length === 0) return;
    const reasons = broken.map(({ pointer, message }) => `${pointer || "/"} ${message}`).join("; ");
    throw new PlatformError(`${this.#plugin}: the event ${event} does not fit its schema: ${reasons}.`, {
      code: "event.invalid",
      plugin: this.#plugin,
      hint: "Publish what contributes.events describes; a different shape is a new major version of the event.",
      details: { event, problems: broken },
    });
  }
}
