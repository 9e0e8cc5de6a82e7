import { PlatformError, reply, type Static, type TenantRole, type Transaction, Type } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { allows, onlyPeople, onlyTheTeam } from "../identity/access.ts";
import { keyRole, makeApiKey } from "../identity/apiKeys.ts";
import { audit } from "../identity/audit.ts";
import { refused } from "../identity/refusal.ts";
import { Id, Name, Page, Time } from "./schemas.ts";

const MOST = 50;

const KeyRole = Type.Union([Type.Literal("admin"), Type.Literal("member"), Type.Literal("viewer")]);

const facts = {
  id: Id,
  name: Type.String(),
  role: KeyRole,
  worksAs: Type.Union([KeyRole, Type.Null()], {
    description:
      "The role, or its maker's present one where that is less; null, and refused, while its maker is not on the team",
  }),
  last4: Type.String(),
  createdBy: Type.String(),
  createdAt: Time,
  expiresAt: Type.Union([Time, Type.Null()]),
  lastUsedAt: Type.Union([Time, Type.Null()], { description: "To the minute" }),
};
const ApiKey = Type.Object(facts);
type ApiKey = Static<typeof ApiKey>;
const FreshKey = Type.Object({
  ...facts,
  key: Type.String({ description: "For the header Authorization: Bearer. Never told again" }),
});

const NewKey = Type.Object(
  { name: Name, role: KeyRole, expiresInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })) },
  { additionalProperties: false },
);
const Params = Type.Object({ id: Id });

interface KeyRow extends Omit<ApiKey, "worksAs" | "createdAt" | "expiresAt" | "lastUsedAt"> {
  makerRole: TenantRole | null;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

const COLUMNS = `id, name, role, last4, created_by as "createdBy", created_at as "createdAt",
  expires_at as "expiresAt", last_used_at as "lastUsedAt",
  (select seat.role from host.tenant_users seat join host.person on person.id = seat.person_id
   where seat.tenant_id = api_key.tenant_id and person.email = api_key.created_by) as "makerRole"`;

/** What a tenant's programs sign in with. */
export function apiKeyRoutes({ database }: { database: Database }): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/api-keys",
      permission: "tenant:admin",
      summary: "The tenant's API keys, newest first",
      input: { output: Page(ApiKey) },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }) => {
        const rows = await database.query<KeyRow>(
          `select ${COLUMNS} from host.api_key where tenant_id = $1 order by id desc`,
          [tenantId],
        );
        return { items: rows.map(keyOf) };
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/api-keys",
      permission: "tenant:admin",
      summary: "Makes an API key, and tells it this one time",
      input: { body: NewKey, output: FreshKey },
      limits: { perMinute: 20 },
      handle: async (request, { body }) => {
        const { tenantId, actor } = request;
        onlyTheTeam(request);
        if (!allows(actor.role, body.role))
          throw refused("role.insufficient", "A key may do no more than you.", "Give it a lower role.");
        const { key, hash, last4 } = makeApiKey();
        const made = await database.system(async (trx) => {
          await keepFew(trx, tenantId);
          const row = await trx.one<KeyRow>(
            `insert into host.api_key (tenant_id, id, name, role, secret_hash, last4, created_by, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => $8)) returning ${COLUMNS}`,
            [tenantId, uuidv7(), body.name, body.role, hash, last4, actor.email, body.expiresInDays ?? null],
          );
          if (row === undefined) throw new Error("An API key was not stored.");
          await audit(trx, request, {
            tenantId,
            action: "api_key.made",
            target: `API key ${body.name}`,
            after: { role: body.role, last4, expiresAt: row.expiresAt },
          });
          return row;
        });
        return reply(201, { ...keyOf(made), key }, { "cache-control": "no-store" });
      },
    }),
    hostRoute({
      method: "DELETE",
      path: "/api/api-keys/:id",
      permission: "tenant:admin",
      summary:
        "Deletes an API key: it is refused from the next request on, and its streams end within seconds",
      input: { params: Params, output: Type.Null() },
      limits: { perMinute: 60 },
      handle: async (request, { params }) => {
        const { tenantId, caller } = request;
        onlyPeople(caller);
        await database.system(async (trx) => {
          const gone = await trx.one<{ name: string; role: string; last4: string }>(
            "delete from host.api_key where tenant_id = $1 and id = $2 returning name, role, last4",
            [tenantId, params.id],
          );
          if (gone === undefined)
            throw new PlatformError("There is no such API key.", { code: "api_key.unknown", status: 404 });
          const { name, ...before } = gone;
          await audit(trx, request, {
            tenantId,
            action: "api_key.deleted",
            target: `API key ${name}`,
            before,
          });
        });
        return reply(204);
      },
    }),
  ];
}

function keyOf({ makerRole, createdAt, expiresAt, lastUsedAt, ...row }: KeyRow): ApiKey {
  return {
    ...row,
    worksAs: makerRole && keyRole(row.role, makerRole),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

/** Locks the tenant, so that the number holds for two who make one at once. */
async function keepFew(trx: Transaction, tenantId: string): Promise<void> {
  await trx.one("select id from host.tenant where id = $1 for update", [tenantId]);
  const known = await trx.one<{ count: number }>(
    "select count(*)::int as count from host.api_key where tenant_id = $1",
    [tenantId],
  );
  if ((known?.count ?? 0) < MOST) return;
  throw new PlatformError(`A team has at most ${MOST} API keys.`, {
    code: "api_key.too_many",
    status: 409,
    hint: "Delete those that nothing uses any more.",
  });
}
