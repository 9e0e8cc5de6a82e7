import { PlatformError, reply, type Static, Type } from "@promostack/core";
import { type HostContext, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import type { RolloutNote } from "../plugin/rollout.ts";
import type { FileStorage } from "../store/storage.ts";
import { Id } from "../tenant/schemas.ts";
import { DeletionShape, deletionView } from "./deletionShape.ts";
import type { Erasures } from "./erasures.ts";
import { WAIT_HOURS } from "./stagedDeletion.ts";
import { type TenantExportParts, tenantLines } from "./tenantExport.ts";

const Params = Type.Object({ id: Id });
const ErasureShape = Type.Intersect([Type.Object({ tenant: Id }), DeletionShape]);
type ErasureShape = Static<typeof ErasureShape>;

const limits = { perMinute: 30, seconds: 30 };

export interface ErasureRouteParts extends TenantExportParts {
  erasures: Erasures;
  storage: Pick<FileStorage, "of">;
}

/** Exporting and erasing a tenant, for admins. */
export function erasureRoutes({ erasures, ...parts }: ErasureRouteParts): HostRoute[] {
  const { storage } = parts;
  const path = "/api/admin/tenants/:id/erasure";
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/tenants/:id/export",
      permission: "admin",
      summary: "All that a tenant has, as JSON lines, without secrets",
      input: { params: Params, output: Type.Any({ description: "JSON lines" }) },
      limits: { perMinute: 10, seconds: 3_600 },
      async handle(request, { params: { id } }) {
        await parts.database.system(async (trx) => {
          if (!(await trx.one("select 1 as known from host.tenant where id = $1", [id])))
            throw new PlatformError(`There is no tenant ${id}.`, { code: "tenant.unknown", status: 404 });
          await audit(trx, request, { tenantId: id, action: "tenant.exported", target: `tenant ${id}` });
        });
        return reply(200, tenantLines(parts, id), {
          "content-type": "application/x-ndjson",
          "content-disposition": `attachment; filename="tenant-${id}.ndjson"`,
        });
      },
    }),
    hostRoute({
      method: "GET",
      path,
      permission: "admin",
      summary: "How far a tenant's erasure is, and where its export lies; null where nobody asked for one",
      input: { params: Params, output: Type.Union([ErasureShape, Type.Null()]) },
      limits: { perMinute: 240 },
      handle: async (_request, { params: { id } }) => (await shown(id)) ?? null,
    }),
    hostRoute({
      method: "POST",
      path,
      permission: "admin",
      summary: `Exports all that a tenant has, waits ${WAIT_HOURS} hours, then deletes it with the tenant`,
      input: {
        params: Params,
        body: Type.Object({ confirm: Type.String({ description: "The tenant's short name" }) }),
        output: Type.Union([ErasureShape, Type.Null()]),
      },
      limits,
      async handle(request, { params: { id }, body: { confirm } }) {
        await erasures.request(id, confirm, request.actor.email, noteOf(request, id, "erasure_requested"));
        erasures
          .step()
          .catch((error: unknown) => request.log.warn("An erasure waits for its next try", { error }));
        return reply(202, (await shown(id)) ?? null);
      },
    }),
    hostRoute({
      method: "DELETE",
      path,
      permission: "admin",
      summary: "Calls an erasure off, before the deletion begins",
      input: { params: Params, output: Type.Object({ id: Type.String() }) },
      limits,
      async handle(request, { params: { id } }) {
        await erasures.callOff(id, noteOf(request, id, "erasure_called_off"));
        return { id };
      },
    }),
  ];

  async function shown(id: string): Promise<ErasureShape | undefined> {
    const erasure = await erasures.find(id);
    if (erasure === undefined) return undefined;
    return { tenant: id, ...(await deletionView(erasure, storage)) };
  }
}

function noteOf(request: HostContext<"admin">, id: string, action: string): RolloutNote {
  return (trx) => audit(trx, request, { tenantId: null, action: `tenant.${action}`, target: `tenant ${id}` });
}
