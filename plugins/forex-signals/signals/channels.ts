import { type Channel, type PlatformContext, PlatformError } from "@promostack/core";

/** What fan-out asks the platform's connections: the channels of many tenants in one question. */
export interface ConnectionDirectory {
  channels(
    role: "signal_bot",
    tenantIds: readonly string[],
  ): Promise<{ tenantId: string; channels: Channel[] }[]>;
}

/** Channels of each tenant's signal bot; a tenant without a bot has none. */
export async function channelsOf(
  context: Pick<PlatformContext, "service" | "tenants">,
  tenantIds: readonly string[],
): Promise<Map<string, Channel[]>> {
  if (tenantIds.length === 0) return new Map();
  if (tenantIds.length <= 3)
    return new Map(await Promise.all(tenantIds.map((id) => ownChannels(context, id))));
  const directory = context.service<ConnectionDirectory>("platform.connections@1");
  const found = await directory.channels("signal_bot", tenantIds);
  return new Map(found.map(({ tenantId, channels }) => [tenantId, channels]));
}

async function ownChannels(
  { tenants }: Pick<PlatformContext, "tenants">,
  tenantId: string,
): Promise<[string, Channel[]]> {
  try {
    const tenant = await tenants.context(tenantId);
    return [tenantId, (await tenant.bot("signal_bot")).channels];
  } catch (error) {
    if (PlatformError.is(error) && error.code === "bot.not_configured") return [tenantId, []];
    throw error;
  }
}
