import type { Transaction } from "@promostack/core";
import type { MessageKindId } from "./kinds.ts";
import type { Language } from "./language.ts";
import type { ChannelKind } from "./rules.ts";

/** Tenants' own texts, as far as they differ from the platform's. */
export class CustomTemplates {
  readonly #texts = new Map<string, string>();

  /** Of many tenants and some kinds, in one statement. */
  static async of(
    trx: Transaction,
    tenantIds: readonly string[],
    kinds: readonly MessageKindId[],
  ): Promise<CustomTemplates> {
    const found = new CustomTemplates();
    const rows = await trx.many<Place & { tenantId: string; text: string }>(
      `select tenant_id as "tenantId", kind, channel_kind as "channelKind", language, text from message_template
       where kind = any($2::text[]) and text is not null and tenant_id = any($1::uuid[])`,
      [tenantIds, kinds],
    );
    for (const row of rows) found.#texts.set(keyOf(row.tenantId, row), row.text);
    return found;
  }

  /** Undefined where the tenant has no text of its own there. */
  text(tenantId: string, place: Place): string | undefined {
    return this.#texts.size === 0 ? undefined : this.#texts.get(keyOf(tenantId, place));
  }
}

/** Where a text stands. */
export interface Place {
  kind: MessageKindId;
  channelKind: ChannelKind;
  language: Language;
}

function keyOf(tenantId: string, { kind, channelKind, language }: Place): string {
  return `${tenantId} ${kind} ${channelKind} ${language}`;
}
