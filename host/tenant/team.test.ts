import { expect } from "chai";
import { startServer, type TestServer } from "../../test/kit/server.ts";

describe("A tenant's team and its log", () => {
  let server: TestServer;
  let tenantId: string;
  let owner: string;
  let admin: string;

  before(async () => {
    server = await startServer();
    tenantId = await server.tenant("aurum");
    await server.tenant("delta");
    owner = await server.token("owner@aurum.test");
    admin = await server.token("admin@aurum.test");
  });
  after(() => server.close());

  const add = (as: string, body: object) => server.ask("/api/members", { method: "POST", as, body });
  const idOf = async (email: string) => (await server.tenants.ensurePerson({ email })).id;
  const change = async (as: string, email: string, role: string) =>
    server.ask(`/api/members/${await idOf(email)}`, { method: "PATCH", as, body: { role } });
  const remove = async (as: string, email: string) =>
    server.ask(`/api/members/${await idOf(email)}`, { method: "DELETE", as });

  it("grows by e-mail address, and the new member signs in with it", async () => {
    const added = await add(owner, { email: "New@Aurum.test", name: "New", role: "member" });
    expect(added.status).to.equal(201);
    expect(added.json).to.include({ email: "new@aurum.test", name: "New", role: "member" });
    expect((await add(owner, { email: "new@aurum.test", role: "viewer" })).json.code).to.equal(
      "member.exists",
    );
    const me = await server.ask("/api/me", { as: await server.token("new@aurum.test") });
    expect(me.json).to.include({ tenantId, role: "member" });
    const list = await server.ask("/api/members", { as: owner });
    expect(list.text).to.contain("new@aurum.test").and.not.to.contain("delta.test");
  });

  it("lets an admin neither make owners nor touch them", async () => {
    expect((await add(admin, { email: "x@aurum.test", role: "owner" })).json.code).to.equal(
      "role.insufficient",
    );
    expect((await change(admin, "member@aurum.test", "owner")).json.code).to.equal("role.insufficient");
    expect((await change(admin, "owner@aurum.test", "viewer")).json.code).to.equal("role.insufficient");
    expect((await remove(admin, "owner@aurum.test")).json.code).to.equal("role.insufficient");
    expect((await change(admin, "member@aurum.test", "viewer")).status).to.equal(200);
  });

  it("keeps an owner, also when two leave at once", async () => {
    expect((await remove(owner, "owner@aurum.test")).json.code).to.equal("member.last_owner");
    expect((await change(owner, "owner@aurum.test", "admin")).json.code).to.equal("member.last_owner");
    await change(owner, "admin@aurum.test", "owner");
    const both = await Promise.all([remove(owner, "owner@aurum.test"), remove(admin, "admin@aurum.test")]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal([204, 409]);
    const left = both[0]?.status === 204 ? admin : owner;
    owner = left;
    expect((await server.ask("/api/members", { as: left })).status).to.equal(200);
  });

  it("lets everybody leave, and only admins take others off", async () => {
    const viewer = await server.token("viewer@aurum.test");
    expect((await remove(viewer, "new@aurum.test")).json.code).to.equal("role.insufficient");
    expect((await remove(viewer, "viewer@aurum.test")).status).to.equal(204);
    expect((await remove(owner, "stranger@aurum.test")).json.code).to.equal("member.unknown");
  });

  it("changes the profile, refuses zones that are none, and an edit of what was changed meanwhile", async () => {
    const read = await server.ask("/api/tenants/current", { as: owner });
    const etag = String(read.headers.etag);
    const patch = (body: object, headers?: Record<string, string>) =>
      server.ask("/api/tenants/current", { method: "PATCH", as: owner, body, headers });
    expect((await patch({ timezone: "Mars/Base" })).json.code).to.equal("tenant.timezone_unknown");
    expect((await patch({})).status).to.equal(400);
    expect((await patch({ timezone: "Asia/Tokyo" }, { "if-match": etag })).json.timezone).to.equal(
      "Asia/Tokyo",
    );
    const late = await patch({ name: "Mine" }, { "if-match": etag });
    expect(late.status).to.equal(412);
    expect(late.json.details).to.have.property("theirs").that.includes({ timezone: "Asia/Tokyo" });
  });

  it("logs who did what, before and after, page by page and as a file", async () => {
    const all = await server.ask("/api/audit", { as: owner });
    const changed = await server.ask("/api/audit?action=tenant.changed", { as: owner });
    expect(changed.json.items).to.have.length(1);
    expect(changed.text).to.contain('"before":{"name":"aurum","locale":"en","timezone":"UTC"}');
    const items: unknown[] = Array.isArray(all.json.items) ? all.json.items : [];
    expect(items.length).to.be.greaterThan(4);
    const paged: unknown[] = [];
    let next = "";
    do {
      const page = await server.ask(`/api/audit?limit=2${next}`, { as: owner });
      paged.push(...(Array.isArray(page.json.items) ? page.json.items : []));
      next = page.json.next === undefined ? "" : `&after=${String(page.json.next)}`;
    } while (next !== "");
    expect(paged).to.deep.equal(items);

    await add(owner, { email: "evil@aurum.test", name: '=cmd|" /C calc"!A1', role: "viewer" });
    const file = await server.ask("/api/audit?format=csv", { as: owner });
    expect(file.headers["content-type"]).to.equal("text/csv; charset=utf-8");
    expect(file.headers["content-disposition"]).to.contain("audit.csv");
    expect(file.text.split("\r\n")[0]).to.equal(
      "\uFEFFid,at,tenantId,actorId,actorEmail,action,target,before,after,requestId,address,viewingAs",
    );
    expect(file.text.split("\r\n")).to.have.length(items.length + 3);
    expect(
      (await server.ask("/api/audit", { as: await server.token("owner@delta.test") })).json.items,
    ).to.deep.equal([]);
  });
});

describe("The admin's side", () => {
  let server: TestServer;
  let admin: string;

  before(async () => {
    server = await startServer();
    const tenantId = await server.tenant("aurum");
    const { id } = await server.tenants.ensurePerson({ email: "admin@promostack.test" });
    await server.tenants.addMember({ tenantId, personId: id, role: "admin" });
    admin = await server.token("admin@promostack.test");
  });
  after(() => server.close());

  it("makes a tenant with its owner, who signs in", async () => {
    const body = {
      slug: "new-desk",
      name: "New Desk",
      timezone: "Europe/Berlin",
      owner: { email: "boss@desk.test" },
    };
    const made = await server.ask("/api/admin/tenants", { method: "POST", as: admin, body });
    expect(made.status).to.equal(201);
    expect(made.json).to.deep.include({ slug: "new-desk", members: 1, plugins: [] });
    const again = await server.ask("/api/admin/tenants", { method: "POST", as: admin, body });
    expect([again.status, again.json.code]).to.deep.equal([409, "tenant.slug_taken"]);
    const me = await server.ask("/api/me", { as: await server.token("boss@desk.test") });
    expect(me.json).to.include({ tenantId: made.json.id, role: "owner" });
  });

  it("lists tenants by page and search, the overview, plugins, and everybody's log", async () => {
    const first = await server.ask("/api/admin/tenants?limit=1", { as: admin });
    const second = await server.ask(`/api/admin/tenants?limit=1&after=${first.json.next}`, { as: admin });
    expect([first.text.includes('"aurum"'), second.text.includes('"new-desk"')]).to.deep.equal([true, true]);
    expect(second.json).not.to.have.property("next");
    const found = await server.ask("/api/admin/tenants?q=DESK", { as: admin });
    expect(found.json.items).to.have.length(1);
    const byMembers = await server.ask("/api/admin/tenants?sort=members&order=desc", { as: admin });
    expect(byMembers.text.indexOf('"aurum"')).to.be.lessThan(byMembers.text.indexOf('"new-desk"'));
    const overview = await server.ask("/api/admin/overview", { as: admin });
    expect(overview.json).to.include({ tenants: 2 });
    expect(overview.json.queues).to.deep.equal(
      ["outbox", "inbox", "jobs"].map((name) => ({ name, waiting: 0, dead: 0, oldestSeconds: 0 })),
    );
    expect((await server.ask("/api/admin/plugins", { as: admin })).json).to.deep.equal({ items: [] });
    const log = await server.ask("/api/admin/audit?action=tenant", { as: admin });
    expect(log.text).to.contain("tenant.created");
  });

  it("answers 404 for a plugin or tenant that is none", async () => {
    for (const path of ["/api/admin/plugins/nothing/release", "/api/admin/plugins/nothing/disable"]) {
      expect((await server.ask(path, { method: "POST", as: admin, body: {} })).json.code).to.equal(
        "plugin.unknown",
      );
    }
    const body = { tenantId: "0190a000-0000-7000-8000-000000000001" };
    const viewed = await server.ask("/api/admin/view-as", { method: "POST", as: admin, body });
    expect(viewed.json.code).to.equal("tenant.unknown");
  });
});
