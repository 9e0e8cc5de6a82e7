import { PlatformError, reply, type Static, Type } from "@promostack/core";
import { type HostContext, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import type { RolloutNote } from "../plugin/rollout.ts";
import type { FileStorage } from "../store/storage.ts";
import { PluginParams } from "../tenant/schemas.ts";
import { DeletionShape, deletionView } from "./deletionShape.ts";
import type { Purges } from "./purges.ts";
import { WAIT_HOURS } from "./stagedDeletion.ts";

const PurgeShape = Type.Intersect([Type.Object({ plugin: Type.String() }), DeletionShape]);
type PurgeShape = Static<typeof PurgeShape>;

const limits = { perMinute: 30, seconds: 30 };
const Confirmed = Type.Object({ confirm: Type.String({ description: "The plugin's id" }) });

export interface PurgeRouteParts {
  purges: Purges;
  storage: Pick<FileStorage, "of">;
}

/** Deleting all that a plugin holds, for admins. */
export function purgeRoutes({ purges, storage }: PurgeRouteParts): HostRoute[] {
  const path = "/api/admin/plugins/:id/purge";
  return [
    hostRoute({
      method: "GET",
      path,
      permission: "admin",
      summary: "How far a plugin's purge is, and where its export lies; null where nobody asked for one",
      input: { params: PluginParams, output: Type.Union([PurgeShape, Type.Null()]) },
      limits: { perMinute: 240 },
      handle: async (_request, { params: { id } }) => (await shown(id)) ?? null,
    }),
    hostRoute({
      method: "POST",
      path,
      permission: "admin",
      summary: `Exports all that a plugin holds, waits ${WAIT_HOURS} hours, then deletes it and the plugin`,
      input: {
        params: PluginParams,
        body: Confirmed,
        output: Type.Union([PurgeShape, Type.Null()]),
      },
      limits,
      async handle(request, { params: { id }, body: { confirm } }) {
        if (confirm !== id) throw notConfirmed(id);
        await purges.request(id, request.actor.email, noteOf(request, id, "purge_requested"));
        goOn(request);
        return reply(202, (await shown(id)) ?? null);
      },
    }),
    hostRoute({
      method: "POST",
      path: `${path}/now`,
      permission: "admin",
      summary: "Deletes now what a purge would delete at the end of its wait",
      input: {
        params: PluginParams,
        body: Confirmed,
        output: Type.Union([PurgeShape, Type.Null()]),
      },
      limits,
      async handle(request, { params: { id }, body: { confirm } }) {
        if (confirm !== id) throw notConfirmed(id);
        await purges.hasten(id, noteOf(request, id, "purge_hastened"));
        goOn(request);
        return reply(202, (await shown(id)) ?? null);
      },
    }),
    hostRoute({
      method: "DELETE",
      path,
      permission: "admin",
      summary: "Calls a purge off, before the deletion begins",
      input: { params: PluginParams, output: Type.Object({ id: Type.String() }) },
      limits,
      async handle(request, { params: { id } }) {
        await purges.callOff(id, noteOf(request, id, "purge_called_off"));
        return { id };
      },
    }),
  ];

  function goOn({ log }: HostContext<"admin">): void {
    purges.step().catch((error: unknown) => log.warn("A purge waits for its next try", { error }));
  }

  async function shown(id: string): Promise<PurgeShape | undefined> {
    const purge = await purges.find(id);
    if (purge === undefined) return undefined;
    return { plugin: id, ...(await deletionView(purge, storage)) };
  }
}

function noteOf(request: HostContext<"admin">, id: string, action: string): RolloutNote {
  return (trx) => audit(trx, request, { tenantId: null, action: `plugin.${action}`, target: `plugin ${id}` });
}

function notConfirmed(id: string): PlatformError {
  return new PlatformError("The purge was not confirmed.", {
    code: "purge.not_confirmed",
    status: 400,
    plugin: id,
    hint: `Send the plugin's id as confirm: ${id}.`,
  });
}
