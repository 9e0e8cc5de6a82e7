import type { TenantRole } from "@promostack/core";
import { expect } from "chai";
import { noPlugins, startServer, type TestServer } from "../../test/kit/server.ts";
import { PluginAssets } from "../http/pluginAssets.ts";
import { tenantRoutes } from "./routes.ts";

const ROLES: TenantRole[] = ["viewer", "member", "admin", "owner"];
const SOME_ID = "0190a000-0000-7000-8000-000000000001";

describe("Access by declaration", () => {
  let server: TestServer;
  let aurum: string;
  let delta: string;
  let routes: ReturnType<typeof tenantRoutes>;

  before(async () => {
    server = await startServer();
    aurum = await server.tenant("aurum");
    delta = await server.tenant("delta");
    routes = tenantRoutes({
      identity: server.identity,
      database: server.test.database,
      runtime: noPlugins,
      pluginAssets: new PluginAssets(noPlugins),
      clock: { now: () => new Date() },
      config: server.test.config,
    });
  });
  after(() => server.close());

  const ask = (route: { method: string; path: string }, as: string | undefined, tenant?: string) =>
    server.ask(route.path.replace(":personId", SOME_ID).replace(/:\w+/g, "shop"), {
      method: route.method,
      as,
      tenant,
      ...(route.method === "GET" || route.method === "DELETE" ? {} : { body: {} }),
    });

  it("refuses every route that is not public to whoever is not signed in", async () => {
    for (const route of routes.filter(({ permission }) => permission !== "public")) {
      const answer = await ask(route, undefined, aurum);
      expect([answer.status, answer.json.code], `${route.method} ${route.path}`).to.deep.equal([
        401,
        "identity.required",
      ]);
    }
  });

  it("refuses every tenant route with another tenant's id, in the words for one that does not exist", async () => {
    const owner = await server.token("owner@delta.test");
    const asked = routes.filter(({ permission }) => permission.startsWith("tenant:"));
    expect(asked.length).to.be.greaterThan(10);
    for (const route of asked) {
      for (const tenant of [aurum, SOME_ID, "nonsense", "' or 1=1"]) {
        const answer = await ask(route, owner, tenant);
        const name = `${route.method} ${route.path} ${tenant}`;
        expect([answer.status, answer.json.code], name).to.deep.equal([403, "tenant.forbidden"]);
      }
    }
  });

  it("refuses every tenant route to a role below the declared one, and no other", async () => {
    for (const route of routes) {
      const needed = ROLES.findIndex((role) => route.permission === `tenant:${role}`);
      if (needed < 0) continue;
      for (const [rank, role] of ROLES.entries()) {
        const answer = await ask(route, await server.token(`${role}@aurum.test`));
        const refusedForRole = answer.json.code === "role.insufficient";
        const name = `${role}: ${route.method} ${route.path}`;
        // Leaving a team is everybody's; taking others off it is not, which the handler decides.
        if (route.method === "DELETE" && route.path.startsWith("/api/members")) continue;
        expect(refusedForRole, name).to.equal(rank < needed);
      }
    }
  });

  it("refuses every admin route to owners of tenants", async () => {
    const owner = await server.token("owner@aurum.test");
    const asked = routes.filter(({ permission }) => permission === "admin");
    expect(asked.length).to.be.greaterThan(5);
    for (const route of asked) {
      const answer = await ask(route, owner);
      expect(answer.json.code, `${route.method} ${route.path}`).to.equal("admin.required");
    }
  });

  it("needs all three for admin rights: the token, the allowlist, and the role", async () => {
    const isAdmin = async (email: string) =>
      (await server.ask("/api/me", { as: await server.token(email) })).json.admin;
    expect(await isAdmin("admin@aurum.test"), "not on the list").to.equal(false);
    expect(await isAdmin("admin@promostack.test"), "without the role").to.equal(false);
    const { id } = await server.tenants.ensurePerson({ email: "admin@promostack.test" });
    await server.tenants.addMember({ tenantId: aurum, personId: id, role: "owner" });
    expect(await isAdmin("admin@promostack.test"), "another role").to.equal(false);
    await server.tenants.addMember({ tenantId: aurum, personId: id, role: "admin" });
    expect(await isAdmin("admin@promostack.test")).to.equal(true);
  });

  it("lets a person of several tenants choose, and asks for the choice", async () => {
    const { id } = await server.tenants.ensurePerson({ email: "both@example.test" });
    await server.tenants.addMember({ tenantId: aurum, personId: id, role: "viewer" });
    await server.tenants.addMember({ tenantId: delta, personId: id, role: "admin" });
    const as = await server.token("both@example.test");
    expect((await server.ask("/api/tenants/current", { as })).json.code).to.equal("tenant.required");
    expect((await server.ask("/api/tenants/current", { as, tenant: delta })).json.slug).to.equal("delta");
    const byAddress = await server.ask(`/api/tenants/current?x-tenant=${aurum}`, { as });
    expect(byAddress.json.slug).to.equal("aurum");
    const me = await server.ask("/api/me", { as, tenant: delta });
    expect(me.json).to.include({ tenantId: delta, role: "admin" });
  });

  it("knows a role that was taken away at the next request", async () => {
    const as = await server.token("viewer@delta.test");
    expect((await server.ask("/api/tenants/current", { as })).status).to.equal(200);
    const owner = await server.token("owner@delta.test");
    const { id } = await server.tenants.ensurePerson({ email: "viewer@delta.test" });
    const taken = await server.ask(`/api/members/${id}`, { as: owner, tenant: delta, method: "DELETE" });
    expect(taken.status).to.equal(204);
    expect((await server.ask("/api/tenants/current", { as })).json.code).to.equal("tenant.none");
  });
});
