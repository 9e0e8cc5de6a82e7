import { expect } from "chai";
import { startServer, type TestServer } from "../../test/kit/server.ts";

describe("Viewing as a tenant", () => {
  let server: TestServer;
  let aurum: string;
  let delta: string;
  let admin: string;

  before(async () => {
    server = await startServer();
    aurum = await server.tenant("aurum");
    delta = await server.tenant("delta");
    const { id } = await server.tenants.ensurePerson({ email: "admin@promostack.test" });
    await server.tenants.addMember({ tenantId: delta, personId: id, role: "admin" });
    admin = await server.token("admin@promostack.test");
  });
  after(() => server.close());

  const start = () =>
    server.ask("/api/admin/view-as", { method: "POST", as: admin, body: { tenantId: aurum } });
  const log = () =>
    server.test.database.query<{ action: string; viewing_as: boolean; actor_email: string }>(
      "select action, viewing_as, actor_email from host.audit where tenant_id = $1 order by id",
      [aurum],
    );

  it("shows in /api/me, lasts half an hour, and reaches the tenant", async () => {
    const started = await start();
    expect(started.status).to.equal(201);
    const minutes = (Date.parse(String(started.json.until)) - Date.now()) / 60_000;
    expect(minutes).to.be.within(29, 30);
    const headers = { "x-view-as": String(started.json.token) };
    const me = await server.ask("/api/me", { as: admin, headers });
    expect(me.json).to.deep.include({ tenantId: aurum, role: "admin" });
    expect(me.json.viewingAs).to.include({ tenantId: aurum, name: "aurum" });
    expect((await server.ask("/api/tenants/current", { as: admin, headers })).json.slug).to.equal("aurum");
    const own = await server.ask("/api/tenants/current", { as: admin, headers, tenant: delta });
    expect(own.json.slug).to.equal("delta");
    expect((await server.ask("/api/tenants/current", { as: admin, tenant: aurum })).status).to.equal(403);
  });

  it("is carried over to the dash by a link that sets the cookie there", async () => {
    const { json } = await start();
    const url = new URL(String(json.url));
    expect(url.origin).to.equal(`http://dash.localhost:${server.port}`);
    const opened = await server.ask(url.pathname + url.search);
    expect([opened.status, opened.headers.location]).to.deep.equal([303, "/"]);
    const cookie = String(opened.headers["set-cookie"]).split(";")[0] ?? "";
    const me = await server.ask("/api/me", { as: admin, headers: { cookie } });
    expect(me.json.tenantId).to.equal(aurum);
    const forged = await server.ask("/api/view-as?token=x.y");
    expect(forged.headers["set-cookie"]).to.equal(undefined);
  });

  it("helps nobody but the admin it was made for", async () => {
    const { json } = await start();
    const headers = { "x-view-as": String(json.token) };
    const owner = await server.token("owner@delta.test");
    const me = await server.ask("/api/me", { as: owner, headers });
    expect(me.json).not.to.have.property("viewingAs");
    expect((await server.ask("/api/tenants/current", { as: owner, headers, tenant: aurum })).status).to.equal(
      403,
    );
  });

  it("writes down its start, every write, and its end", async () => {
    await server.test.database.query("delete from host.audit where tenant_id = $1", [aurum]);
    const { json } = await start();
    const headers = { "x-view-as": String(json.token) };
    const renamed = await server.ask("/api/tenants/current", {
      method: "PATCH",
      as: admin,
      headers,
      body: { name: "Renamed" },
    });
    expect(renamed.status).to.equal(200);
    const owned = await server.ask("/api/members", {
      method: "POST",
      as: admin,
      headers,
      body: { email: "x@y.test", role: "owner" },
    });
    expect(owned.json.code, "an owner's act").to.equal("role.insufficient");
    await server.ask("/api/view-as", { method: "DELETE", as: admin, headers });
    expect((await log()).map(({ action, viewing_as }) => [action, viewing_as])).to.deep.equal([
      ["view_as.started", false],
      ["view_as.write", true],
      ["tenant.changed", true],
      ["view_as.write", true],
      ["view_as.write", true],
      ["view_as.ended", true],
    ]);
    const after = await server.ask("/api/tenants/current", { as: admin, headers, tenant: aurum });
    expect(after.status, "an ended grant").to.equal(403);
  });
});
