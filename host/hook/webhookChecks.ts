import { PlatformError, type PluginManifest, type Static, type Transaction, Type } from "@promostack/core";
import { addressProblem } from "../egress/publicFetch.ts";
import { webhookRows } from "./webhookRows.ts";

const MOST = 20;

/** What is on for a tenant, as far as webhooks ask. */
export interface Catalogue {
  catalogue(
    tenantId: string,
  ): Promise<readonly { enabled: boolean; manifest: Pick<PluginManifest, "title" | "contributes"> }[]>;
}

export const Heard = Type.Object({
  event: Type.String({ description: "name@major" }),
  title: Type.String({ description: "When it happens" }),
  plugin: Type.String(),
});
export type Heard = Static<typeof Heard>;

/** Events that the tenant's plugins tell of. */
export async function heardBy(runtime: Catalogue, tenantId: string): Promise<Heard[]> {
  return (await runtime.catalogue(tenantId)).flatMap(({ manifest, enabled }) =>
    enabled
      ? (manifest.contributes?.events ?? []).map(({ name, title }) => ({
          event: name,
          title,
          plugin: manifest.title,
        }))
      : [],
  );
}

export function mustBeKnown(heard: readonly Heard[], events: readonly string[]): void {
  const there = new Set(heard.map(({ event }) => event));
  const missing = events.find((event) => !there.has(event));
  if (missing !== undefined)
    throw wrong(
      "webhook.unknown_event",
      "events",
      `No plugin that is on tells of ${missing}.`,
      "Choose from the list.",
    );
}

/** What a typing error would only show with the first delivery is said now; where a name leads is judged with each delivery. */
export function addressOf(text: string, allowed: readonly string[]): string {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  const problem = url === undefined ? "This is no address." : addressProblem(url, allowed);
  if (url !== undefined && problem === undefined) return url.href;
  throw wrong("webhook.bad_address", "address", problem ?? "", "Such as https://example.com/hooks/signals.");
}

function wrong(code: string, field: string, message: string, hint: string): PlatformError {
  return new PlatformError(message, { code, status: 422, hint, details: { fields: [{ field, message }] } });
}

/** Locks the tenant, so that the number holds for two who add one at once. */
export async function keepFew(trx: Transaction, tenantId: string): Promise<void> {
  await trx.one("select id from host.tenant where id = $1 for update", [tenantId]);
  if ((await webhookRows(trx, tenantId)).length < MOST) return;
  throw new PlatformError(`A team has at most ${MOST} webhooks.`, {
    code: "webhook.too_many",
    status: 409,
    hint: "Delete those that nothing listens to any more.",
  });
}
