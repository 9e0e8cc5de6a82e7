import { PlatformError, type Transaction } from "@promostack/core";
import type { Vault } from "../secret/vault.ts";
import { makeWebhookSecret } from "./envelope.ts";

/** Whose secrets these are in the vault. */
const OWNER = "host.hook";

/** What signs a webhook's deliveries: its secret, and for a while the one before. */
export class WebhookSecrets {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** The first, or a new one in the place of the one before, which is kept as the old one. To be told this one time. */
  async renew(trx: Transaction, tenantId: string, id: string): Promise<string> {
    const before = await this.#vault.get(tenantId, OWNER, id);
    if (before !== undefined) await this.#vault.put(tenantId, OWNER, old(id), before, trx);
    const secret = makeWebhookSecret();
    await this.#vault.put(tenantId, OWNER, id, secret, trx);
    return secret;
  }

  /** Those that sign: the old one too where it is asked for. Raises `webhook.no_secret`. */
  async of(tenantId: string, id: string, withOld: boolean): Promise<string[]> {
    const names = withOld ? [id, old(id)] : [id];
    const found = await Promise.all(names.map((name) => this.#vault.get(tenantId, OWNER, name)));
    const secrets = found.flatMap((secret) => (secret === undefined ? [] : [secret]));
    if (secrets.length > 0) return secrets;
    throw new PlatformError("The webhook has no secret.", {
      code: "webhook.no_secret",
      status: 409,
      hint: "Make a new one.",
    });
  }

  async forget(trx: Transaction, tenantId: string, id: string): Promise<void> {
    for (const name of [id, old(id)]) await this.#vault.delete(tenantId, OWNER, name, trx);
  }
}

function old(id: string): string {
  return `${id}.old`;
}
