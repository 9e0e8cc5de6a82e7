import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { Workshop } from "../../test/contract/workshop.ts";
import {
  ADMIN,
  OTHER_OWNER,
  OWNER,
  type Person,
  signIn,
  startTestHost,
  type TestHost,
} from "../../test/kit/host.ts";
import { neededFolders, writePluginSet } from "../author/pluginSet.ts";
import { type Host, startHost } from "../host.ts";

const ROUTE = `{
  setup(p) {
    p.route(core.route({
      method: "GET", path: "/hello", permission: "tenant:viewer", summary: "Greets", limits: { perMinute: 600 },
      input: { output: core.Type.Object({ hello: core.Type.String() }) },
      handle: async () => ({ hello: "there" }),
    }));
  },
}`;

/** A plugin that asks a plan for something, on two hosts that share a database. */
describe("one tenant, and the installation, for admins", () => {
  let folder: string;
  let workshop: Workshop;
  let host: TestHost;
  let second: Host;
  let admin: Person;
  let owner: Person;
  /** The owner at the other host. */
  let elsewhere: Person;
  let other: Person;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-plans-"));
    workshop = await Workshop.open();
    const paid = await workshop.plugin(
      "paid",
      { tenancy: { scope: "tenant", default: "disabled", entitlement: "extras" } },
      ROUTE,
    );
    const folders = [...(await neededFolders(paid, { standIns: true })), paid];
    const registrationFile = await writePluginSet(folder, folders);
    host = await startTestHost({ background: false, registrationFile });
    second = await startHost(host.config, { background: false, registrationFile });
    [admin, owner, other, elsewhere] = await Promise.all([
      host.signIn(ADMIN),
      host.signIn(OWNER),
      host.signIn(OTHER_OWNER),
      signIn(second.url, OWNER),
    ]);
  });
  after(async () => {
    await second?.stop();
    await host?.stop();
    await workshop?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const at = (tenantId = owner.tenantId) => `/api/admin/tenants/${tenantId}`;
  const put = (body: object, etag?: string) =>
    admin.ask("PUT", `${at()}/plan`, body, etag === undefined ? {} : { "if-match": etag });
  const helloThere = async () => (await elsewhere.ask("GET", "/api/p/paid/hello")).body.code ?? "answered";

  it("a plan is offered what plugins ask for, and what none asks for is refused", async () => {
    const { body } = await admin.ask("GET", at());
    expect(body.entitlements).to.deep.equal([{ name: "extras", plugins: ["Plugin paid"] }]);
    const refused = await put({ plan: "Pro", entitlements: ["extra"] });
    expect([refused.status, refused.body.code]).to.deep.equal([400, "tenant.entitlement_unknown"]);
    expect(JSON.stringify(refused.body)).to.contain("extras");
    expect((await put({ plan: " ", entitlements: [] })).status).to.equal(400);
    expect((await put({ plan: "Pro" })).status).to.equal(400);
  });

  it("a plan is an admin's business", async () => {
    const asked = await owner.ask("PUT", `${at()}/plan`, { plan: "Pro", entitlements: ["extras"] });
    expect([asked.status, asked.body.code]).to.deep.equal([403, "admin.required"]);
    const none = await admin.ask("PUT", `${at("0190a000-0000-7000-8000-000000000001")}/plan`, {
      plan: "Pro",
      entitlements: [],
    });
    expect([none.status, none.body.code]).to.deep.equal([404, "tenant.unknown"]);
  });

  it("a plan acts at once on every replica, and is taken back as fast", async () => {
    expect((await owner.ask("POST", "/api/plugins/paid/enable", {})).body.code).to.equal(
      "plugin.not_entitled",
    );
    expect(await helloThere()).to.equal("plugin.disabled");
    await put({ plan: "Pro", entitlements: ["extras", "extras"] });
    await owner.call("POST", "/api/plugins/paid/enable", {});
    await host.until("it at the other host", async () => (await helloThere()) === "answered", 2);
    await put({ plan: "Free", entitlements: [] });
    expect((await owner.ask("GET", "/api/p/paid/hello")).body.code).to.equal("plugin.not_entitled");
    await host.until(
      "it to fall silent there",
      async () => (await helloThere()) === "plugin.not_entitled",
      2,
    );
  });

  it("a change of plan is in the tenant's log, before and after", async () => {
    const { items } = await owner.call<{ items: { before: unknown; after: unknown; actorEmail: string }[] }>(
      "GET",
      "/api/audit?action=tenant.plan_changed",
    );
    expect(items).to.have.length(2);
    expect(items[0]).to.deep.include({
      actorEmail: ADMIN,
      before: { plan: "Pro", entitlements: ["extras"] },
      after: { plan: "Free", entitlements: [] },
    });
    const { items: none } = await other.call<{ items: unknown[] }>(
      "GET",
      "/api/audit?action=tenant.plan_changed",
    );
    expect(none).to.deep.equal([]);
  });

  it("of two who change a plan from the same page only the first succeeds", async () => {
    const { headers } = await admin.ask("GET", `${at()}/plan`);
    const etag = headers.get("etag") ?? "";
    expect((await put({ plan: "Gold", entitlements: ["extras"] }, etag)).status).to.equal(200);
    const late = await put({ plan: "Silver", entitlements: [] }, etag);
    expect(late.status).to.equal(412);
    expect(late.body).to.have.nested.property("details.theirs.plan", "Gold");
  });

  it("a tenant's page has its people, plugins with their use, and bots, and nobody else's", async () => {
    await owner.call("GET", "/api/p/paid/hello");
    await host.database.query(
      "insert into host.plugin_usage (tenant_id, plugin, day, calls) select $1, 'left', current_date, 7",
      [owner.tenantId],
    );
    const page = await admin.call<{
      people: { email: string; role: string }[];
      plugins: { id: string; state: string; enabled: boolean; calls: number }[];
      connections: { role: string; status: string; channels: number }[];
    }>("GET", at());
    expect(page.people.map(({ email, role }) => `${email} ${role}`)).to.include(`${OWNER} owner`);
    expect(page.plugins.find(({ id }) => id === "paid")).to.include({ state: "active", enabled: true });
    expect(page.plugins.find(({ id }) => id === "left")).to.include({
      state: "gone",
      enabled: false,
      calls: 7,
    });
    expect(page.connections.map(({ role }) => role)).to.deep.equal(["signal_bot", "message_bot"]);
    expect(JSON.stringify(page)).to.not.contain(OTHER_OWNER);
  });

  it("a tenant is marked in the list while its erasure is asked for", async () => {
    const [row] = await host.database.query<{ slug: string }>("select slug from host.tenant where id = $1", [
      owner.tenantId,
    ]);
    const marks = async () => {
      const { items } = await admin.call<{ items: { id: string; erasure?: string }[] }>(
        "GET",
        "/api/admin/tenants",
      );
      return items.flatMap(({ id, erasure }) => (erasure === undefined ? [] : [id]));
    };
    expect(await marks()).to.deep.equal([]);
    await admin.call("POST", `${at()}/erasure`, { confirm: row?.slug });
    expect(await marks()).to.deep.equal([owner.tenantId]);
    await admin.call("DELETE", `${at()}/erasure`);
    expect(await marks()).to.deep.equal([]);
  });

  it("the installation shows its settings and what the doctor finds to admins, and no secret to anybody", async () => {
    const installation = await admin.call("GET", "/api/admin/installation");
    expect(installation).to.have.nested.property("versions.node", process.versions.node);
    expect(JSON.stringify(installation)).to.contain("DATABASE_URL").and.not.contain(host.config.databaseUrl);
    const { items } = await admin.call<{ items: { name: string; state: string }[] }>(
      "GET",
      "/api/admin/installation/findings",
    );
    expect(items.map(({ name }) => name)).to.include.members(["Node", "Database", "Row security"]);
    expect(items.find(({ name }) => name === "Row security")?.state).to.equal("ok");
    for (const page of ["", "/findings"])
      expect((await owner.ask("GET", `/api/admin/installation${page}`)).body.code).to.equal("admin.required");
  });
});
