import { expect } from "chai";
import { type Ask, startServer, type TestServer } from "../../test/kit/server.ts";

describe("A tenant's API keys", () => {
  let server: TestServer;
  let tenantId: string;
  let other: string;
  let owner: string;
  let key: string;

  before(async () => {
    server = await startServer();
    tenantId = await server.tenant("aurum");
    other = await server.tenant("delta");
    owner = await server.token("owner@aurum.test");
  });
  after(() => server.close());

  const make = (body: object, ask: Ask = {}) =>
    server.ask("/api/api-keys", { method: "POST", as: owner, body, ...ask });
  const list = async () => {
    const { json } = await server.ask("/api/api-keys", { as: owner });
    return Array.isArray(json.items) ? json.items.map(Object) : [];
  };
  const stored = async () => {
    const rows = await server.test.database.query("select to_jsonb(k)::text as row from host.api_key k");
    const answers = await server.test.database.query(
      "select coalesce(body, '') as body from host.idempotent_answer",
    );
    return JSON.stringify([rows, answers]);
  };

  it("are told once and kept as a hash, even where the request may be repeated", async () => {
    const made = await make({ name: "Reports", role: "viewer" }, { headers: { "idempotency-key": "once" } });
    expect(made.status).to.equal(201);
    expect(made.headers["cache-control"]).to.equal("no-store");
    key = String(made.json.key);
    expect(key).to.match(/^psk_[A-Za-z0-9_-]{43}$/);
    const [listed] = await list();
    expect(listed).to.include({ name: "Reports", role: "viewer", last4: key.slice(-4), lastUsedAt: null });
    expect(listed).not.to.have.property("key");
    expect(await stored()).not.to.contain(key);
  });

  it("open their tenant with their role, and no other", async () => {
    const me = await server.ask("/api/me", { as: key });
    expect(me.json).to.include({ tenantId, role: "viewer", admin: false });
    expect(me.json.tenants).to.have.length(1);
    const write = await server.ask("/api/tenants/current", {
      method: "PATCH",
      as: key,
      body: { name: "Mine" },
    });
    expect(write.json.code).to.equal("role.insufficient");
    expect((await server.ask("/api/members", { as: key, tenant: other })).status).to.equal(403);
    expect((await server.ask("/api/admin/tenants", { as: key })).status).to.equal(403);
    expect((await list())[0]?.lastUsedAt).to.be.a("string");
  });

  it("write without a CSRF token, under their name in the log", async () => {
    const { json } = await make({ name: "Sync", role: "admin" });
    const changed = await server.ask("/api/tenants/current", {
      method: "PATCH",
      as: String(json.key),
      body: { name: "Aurum by program" },
    });
    expect(changed.status).to.equal(200);
    const log = await server.ask("/api/audit?action=tenant.changed", { as: owner });
    expect(log.json.items).to.have.nested.property("0.actorEmail", "API key Sync");
  });

  it("let nobody in who would stay: neither people nor keys are theirs to add", async () => {
    const { json } = await make({ name: "Broad", role: "admin" });
    const as = String(json.key);
    expect((await make({ name: "Child", role: "viewer" }, { as })).json.code).to.equal("person.required");
    const body = { email: "evil@aurum.test", role: "admin" };
    expect((await server.ask("/api/members", { method: "POST", as, body })).json.code).to.equal(
      "person.required",
    );
    expect((await make({ name: "Owner", role: "owner" })).status).to.equal(400);
    const viewer = await server.token("viewer@aurum.test");
    expect((await make({ name: "Mine", role: "viewer" }, { as: viewer })).json.code).to.equal(
      "role.insufficient",
    );
  });

  it("are refused once they ran out, are deleted, or were never made", async () => {
    const { json } = await make({ name: "Short", role: "viewer", expiresInDays: 1 });
    const as = String(json.key);
    expect((await server.ask("/api/me", { as })).status).to.equal(200);
    await server.test.database.query(
      "update host.api_key set expires_at = now() - interval '1 second' where id = $1",
      [String(json.id)],
    );
    expect((await server.ask("/api/me", { as })).json.code).to.equal("identity.key_expired");
    const remove = (token: string) =>
      server.ask(`/api/api-keys/${String(json.id)}`, { method: "DELETE", as: token });
    expect((await remove(await server.token("owner@delta.test"))).status).to.equal(404);
    expect((await remove(owner)).status).to.equal(204);
    for (const token of [as, `${key}x`, "psk_"])
      expect((await server.ask("/api/me", { as: token })).json.code).to.equal("identity.key_unknown");
  });

  it("may do no more than their maker may now, and nothing once the maker has left the team", async () => {
    const email = "maker@aurum.test";
    const member = await server.ask("/api/members", {
      method: "POST",
      as: owner,
      body: { email, role: "admin" },
    });
    const path = `/api/members/${String(member.json.personId)}`;
    const { json } = await make({ name: "Theirs", role: "admin" }, { as: await server.token(email) });
    const [as, id] = [String(json.key), String(json.id)];
    const worksAs = async () => (await list()).find((each) => each.id === id)?.worksAs;
    expect(await worksAs()).to.equal("admin");
    await server.ask(path, { method: "PATCH", as: owner, body: { role: "viewer" } });
    expect((await server.ask("/api/me", { as })).json.role).to.equal("viewer");
    expect((await server.ask("/api/api-keys", { as })).json.code).to.equal("role.insufficient");
    expect(await worksAs()).to.equal("viewer");
    await server.ask(path, { method: "DELETE", as: owner });
    expect((await server.ask("/api/me", { as })).json.code).to.equal("identity.key_maker_left");
    expect(await worksAs()).to.equal(null);
  });
});
