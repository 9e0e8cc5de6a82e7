import { type Channel, type PlatformContext, PlatformError } from "@promostack/core";

/** What fan-out asks the platform's connections: the channels of many tenants in one question. */
export interface ConnectionDirectory {
  channels(
    role: "signal_bot",
    tenantIds: readonly string[],
  ): Promise<{ tenantId: string; channels: Channel[] }[]>;
}

/** Tenants asked one by one at a time, where the platform cannot be asked for all. */
const PARALLEL = 16;

/** Channels of each tenant's signal bot; a tenant without a bot has none. */
export async function channelsOf(
  context: Pick<PlatformContext, "service" | "tenants">,
  tenantIds: readonly string[],
): Promise<Map<string, Channel[]>> {
  if (tenantIds.length < PARALLEL) return oneByOne(context, tenantIds);
  try {
    const directory = context.service<ConnectionDirectory>("platform.connections@1");
    const found = await directory.channels("signal_bot", tenantIds);
    return new Map(found.map(({ tenantId, channels }) => [tenantId, channels]));
  } catch (error) {
    if (PlatformError.is(error) && error.code === "service.no_method") return oneByOne(context, tenantIds);
    throw error;
  }
}

async function oneByOne(
  context: Pick<PlatformContext, "tenants">,
  tenantIds: readonly string[],
): Promise<Map<string, Channel[]>> {
  const found = new Map<string, Channel[]>();
  for (let from = 0; from < tenantIds.length; from += PARALLEL) {
    const some = tenantIds.slice(from, from + PARALLEL);
    for (const [id, channels] of await Promise.all(some.map((id) => ownChannels(context, id))))
      found.set(id, channels);
  }
  return found;
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
