import type { Transaction } from "@promostack/core";
import type { ReleaseRef } from "./registrationRow.ts";

/** What has become of an installed release, beside its row: of those that come with the platform there is none. */
export async function markServing(
  trx: Transaction,
  { pluginId, version, source }: ReleaseRef,
): Promise<void> {
  if (source !== "archive") return;
  await trx.run(
    `update host.plugin_release set activated_at = coalesce(activated_at, now()), gone_back_at = null
     where plugin_id = $1 and version = $2`,
    [pluginId, version],
  );
}

export async function markGoneBack(
  trx: Transaction,
  { pluginId, version, source }: ReleaseRef,
): Promise<void> {
  if (source !== "archive") return;
  await trx.run("update host.plugin_release set gone_back_at = now() where plugin_id = $1 and version = $2", [
    pluginId,
    version,
  ]);
}
