import type { TenantRole } from "@promostack/core";
import { mistake } from "../../mistake.ts";
import type { Command, CommandGroup } from "../command.ts";
import { findTenant } from "./findTenant.ts";
import { plan } from "./tenantPlan.ts";

interface Row {
  id: string;
  slug: string;
  name: string;
  timezone: string;
  plan: string;
  members: number;
  plugins: string[];
}

const ROLES: readonly TenantRole[] = ["owner", "admin", "member", "viewer"];

const list: Command = {
  name: "list",
  summary: "tenants, their members and plugins",
  async run(session) {
    const rows = await (await session.database()).query<Row>(
      `select t.id, t.slug, t.name, t.timezone, t.plan,
         (select count(*) from host.tenant_users u where u.tenant_id = t.id) as members,
         array(select p.plugin_id from host.tenant_plugin p where p.tenant_id = t.id and p.enabled order by 1) as plugins
       from host.tenant t order by t.slug`,
    );
    session.terminal.answer({ items: rows });
    session.terminal.table(
      ["SLUG", "NAME", "ZONE", "PLAN", "MEMBERS", "PLUGINS"],
      rows.map((row) => [
        row.slug,
        row.name,
        row.timezone,
        row.plan,
        String(row.members),
        row.plugins.join(", "),
      ]),
      "There is no tenant yet. Make one with `promostack tenant create`.",
    );
  },
};

const create: Command = {
  name: "create",
  summary: "make a tenant, with its owner",
  arguments: [{ name: "<slug>", description: "short name: lower-case letters, digits and hyphens" }],
  options: [
    { flags: "--name <name>", description: "name that people see", required: true },
    { flags: "--owner <email>", description: "e-mail address of its owner", required: true },
    { flags: "--timezone <zone>", description: "IANA zone", default: "UTC" },
  ],
  examples: [
    'tenant create aurum --name "Aurum Signals" --owner owner@aurum.example --timezone Europe/London',
  ],
  async run(session, [slug = ""], options) {
    const email = address(options.owner);
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(slug))
      throw mistake(
        `${slug} is not a short name.`,
        "Use lower-case letters, digits and hyphens between them.",
      );
    const { ensurePerson, insertTenant } = await import("../../tenant/tenants.ts");
    const database = await session.database();
    const tenant = await database.system(async (trx) => {
      const { id } = await insertTenant(trx, {
        slug,
        name: String(options.name),
        timezone: String(options.timezone),
      });
      const person = await ensurePerson(trx, { email });
      await trx.run("insert into host.tenant_users (tenant_id, person_id, role) values ($1, $2, 'owner')", [
        id,
        person.id,
      ]);
      return { id, slug, owner: email };
    });
    session.terminal.answer(tenant);
    session.terminal.print(`Made ${slug}. ${email} owns it and may sign in now.`);
  },
};

const addMember: Command = {
  name: "add-member",
  summary: "give a person a role in a tenant",
  arguments: [
    { name: "<tenant>", description: "short name of the tenant" },
    { name: "<email>", description: "e-mail address of the person" },
  ],
  options: [{ flags: "--role <role>", description: ROLES.join(", "), default: "member" }],
  async run(session, [slug = "", given], options) {
    const email = address(given);
    const role = ROLES.find((each) => each === options.role);
    if (!role) throw mistake(`There is no role ${String(options.role)}.`, `Roles: ${ROLES.join(", ")}.`);
    const { Tenants } = await import("../../tenant/tenants.ts");
    const tenants = new Tenants(await session.database());
    const tenant = await findTenant(session, slug);
    const person = await tenants.ensurePerson({ email });
    await tenants.addMember({ tenantId: tenant.id, personId: person.id, role });
    session.terminal.answer({ tenant: slug, email, role });
    session.terminal.print(`${email} is ${role} of ${slug}.`);
  },
};

export const tenant: CommandGroup = {
  name: "tenant",
  summary: "tenants and who belongs to them",
  commands: [list, create, addMember, plan],
};

function address(given: unknown): string {
  if (typeof given === "string" && /^[^\s@]+@[^\s@]+$/.test(given)) return given.toLowerCase();
  throw mistake(`${String(given)} is not an e-mail address.`);
}
