import {
  type Actor,
  PlatformError,
  reply,
  type Static,
  type TenantRole,
  type Transaction,
  Type,
} from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { allows, onlyPeople } from "../identity/access.ts";
import { audit } from "../identity/audit.ts";
import { peopleChanged } from "../identity/personMemory.ts";
import { refused } from "../identity/refusal.ts";
import { Email, Id, Name, Page, Role, Time } from "./schemas.ts";
import { ensurePerson } from "./tenants.ts";

export const Member = Type.Object({
  personId: Id,
  email: Type.String(),
  name: Type.Optional(Type.String()),
  role: Role,
  createdAt: Time,
});
type Member = Static<typeof Member>;

const NewMember = Type.Object({ email: Email, name: Type.Optional(Name), role: Role });
const MemberChange = Type.Object({ role: Role });
const Params = Type.Object({ personId: Id });

interface MemberRow {
  personId: string;
  email: string;
  name: string | null;
  role: TenantRole;
  createdAt: Date;
}

const SELECT = `
  select person.id as "personId", person.email, person.name, seat.role, seat.created_at as "createdAt"
  from host.tenant_users seat join host.person on person.id = seat.person_id
  where seat.tenant_id = $1`;

export function memberRoutes({ database }: { database: Database }): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/members",
      permission: "tenant:viewer",
      summary: "The tenant's team",
      input: { output: Page(Member) },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }) => ({ items: await listMembers(database, tenantId) }),
    }),
    hostRoute({
      method: "POST",
      path: "/api/members",
      permission: "tenant:admin",
      summary: "Adds a person to the team, by e-mail address",
      input: { body: NewMember, output: Member },
      limits: { perMinute: 60 },
      handle: async (request, { body }) => {
        const { tenantId, actor } = request;
        onlyPeople(request.caller);
        mayGive(actor, body.role);
        const member = await database.system(async (trx) => {
          const { id } = await ensurePerson(trx, body);
          const added = await trx.run(
            `insert into host.tenant_users (tenant_id, person_id, role) values ($1, $2, $3) on conflict do nothing`,
            [tenantId, id, body.role],
          );
          if (added === 0) throw alreadyThere(body.email);
          const made = await find(trx, tenantId, id);
          await audit(trx, request, {
            tenantId,
            action: "member.added",
            target: `person ${made.email}`,
            after: { role: made.role },
          });
          return made;
        });
        peopleChanged(database);
        return reply(201, member);
      },
    }),
    hostRoute({
      method: "PATCH",
      path: "/api/members/:personId",
      permission: "tenant:admin",
      summary: "Gives a member another role",
      input: { params: Params, body: MemberChange, output: Member },
      limits: { perMinute: 60 },
      handle: async (request, { params, body }) => {
        const { tenantId, actor } = request;
        onlyPeople(request.caller);
        const changed = await database.system(async (trx) => {
          const before = await find(trx, tenantId, params.personId, "for update of seat");
          mayTouch(actor, before);
          mayGive(actor, body.role);
          await trx.run("update host.tenant_users set role = $3 where tenant_id = $1 and person_id = $2", [
            tenantId,
            params.personId,
            body.role,
          ]);
          if (before.role === "owner") await keepAnOwner(trx, tenantId);
          await audit(trx, request, {
            tenantId,
            action: "member.role_changed",
            target: `person ${before.email}`,
            before: { role: before.role },
            after: { role: body.role },
          });
          return { ...before, role: body.role };
        });
        peopleChanged(database);
        return changed;
      },
    }),
    hostRoute({
      method: "DELETE",
      path: "/api/members/:personId",
      permission: "tenant:viewer",
      summary: "Takes a member off the team; everybody may leave by themselves",
      input: { params: Params, output: Type.Null() },
      limits: { perMinute: 60 },
      handle: async (request, { params }) => {
        const { tenantId, actor } = request;
        onlyPeople(request.caller);
        const leaving = actor.personId === params.personId;
        if (!leaving && !allows(actor.role, "admin")) {
          throw refused(
            "role.insufficient",
            "Only admins may take others off the team.",
            "Ask an admin of the tenant.",
          );
        }
        await database.system(async (trx) => {
          const before = await find(trx, tenantId, params.personId, "for update of seat");
          if (!leaving) mayTouch(actor, before);
          await trx.run("delete from host.tenant_users where tenant_id = $1 and person_id = $2", [
            tenantId,
            params.personId,
          ]);
          if (before.role === "owner") await keepAnOwner(trx, tenantId);
          await audit(trx, request, {
            tenantId,
            action: "member.removed",
            target: `person ${before.email}`,
            before: { role: before.role },
          });
        });
        peopleChanged(database);
        return reply(204);
      },
    }),
  ];
}

/** The first ones first. */
export async function listMembers(database: Database, tenantId: string): Promise<Member[]> {
  const rows = await database.query<MemberRow>(`${SELECT} order by seat.created_at, person.id`, [tenantId]);
  return rows.map(memberOf);
}

async function find(trx: Transaction, tenantId: string, personId: string, lock = ""): Promise<Member> {
  const row = await trx.one<MemberRow>(`${SELECT} and person.id = $2 ${lock}`, [tenantId, personId]);
  if (row) return memberOf(row);
  throw new PlatformError("This person is not on the team.", { code: "member.unknown", status: 404 });
}

function memberOf(row: MemberRow): Member {
  return { ...row, name: row.name ?? undefined, createdAt: row.createdAt.toISOString() };
}

function mayGive(actor: Actor, role: TenantRole): void {
  if (allows(actor.role, role)) return;
  throw refused(
    "role.insufficient",
    `Only an owner may make somebody ${role}.`,
    "Ask an owner of the tenant.",
  );
}

function mayTouch(actor: Actor, member: Member): void {
  if (allows(actor.role, member.role)) return;
  throw refused(
    "role.insufficient",
    `Only an owner may change an ${member.role}.`,
    "Ask an owner of the tenant.",
  );
}

/** Locks the tenant, so that two owners who leave at the same moment do not both succeed. */
async function keepAnOwner(trx: Transaction, tenantId: string): Promise<void> {
  await trx.one("select id from host.tenant where id = $1 for update", [tenantId]);
  const owner = await trx.one(
    "select 1 from host.tenant_users where tenant_id = $1 and role = 'owner' limit 1",
    [tenantId],
  );
  if (owner) return;
  throw new PlatformError("A tenant needs an owner.", {
    code: "member.last_owner",
    status: 409,
    hint: "Make somebody else an owner first.",
  });
}

function alreadyThere(email: string): PlatformError {
  return new PlatformError(`${email} is on the team already.`, {
    code: "member.exists",
    status: 409,
    hint: "Change their role in the list instead.",
  });
}
