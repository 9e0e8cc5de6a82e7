import { buffer } from "node:stream/consumers";
import type { Storage } from "@promostack/core";
import { expect } from "chai";
import { type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { madeRelease, madeReleases } from "../../test/contract/releases.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { startServer, type TestServer } from "../../test/kit/server.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { createHttp, type Http } from "../http/http.ts";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import { INSTALL_LOCK } from "../install/installer.ts";
import type { ReleaseRef } from "../plugin/registration.ts";
import { createStorage } from "../store/storage.ts";
import { rolloutRoutes } from "./adminRoutes.ts";
import { purgeRoutes } from "./purgeRoutes.ts";
import { Purges } from "./purges.ts";

const TABLE = {
  "migrations/0001_notes.up.sql": `create table notes (tenant_id uuid not null, id bigint generated always as identity,
    text text not null, primary key (tenant_id, id)); select host.secure('p_shop.notes');`,
  "migrations/0001_notes.down.sql": "drop table notes;",
};
const MANIFEST = {
  capabilities: { db: {} },
  migrations: { head: 1, breaking: 0 },
  settings: { type: "object", properties: { colour: { type: "string", title: "Colour" } } },
};
const LIMITS = "limits: { perMinute: 100000 }";

/** Which release answers; what a note must be called. A candidate brings a route of its own. */
const code = (field: string, more = "") => `{
  setup(p) {
    const { Type } = core;
    p.route({ method: "GET", path: "/who", permission: "tenant:viewer", summary: "Which release", ${LIMITS},
      input: { output: Type.Object({ version: Type.String() }) },
      async handle() { await new Promise((resolve) => setTimeout(resolve, 3)); return { version: p.version }; } });
    p.route({ method: "POST", path: "/notes", permission: "tenant:member", summary: "Adds a note", ${LIMITS},
      input: { body: Type.Object({ ${field}: Type.String() }, { additionalProperties: false }), output: Type.Object({}) },
      async handle(context, { body }) {
        await context.db((trx) => trx.run("insert into notes (tenant_id, text) values ($1, $2)", [context.tenantId, body.${field}]));
        return {};
      } });
    ${more}
  },
  async *export(context) { yield { own: "words", of: context.tenantId }; },
  async purge(context) { globalThis.__purged?.push(context.tenantId); },
}`;
const FRESH = `p.route({ method: "GET", path: "/fresh", permission: "tenant:viewer", summary: "Only here", ${LIMITS},
  input: { output: Type.Object({}) }, handle: async () => ({}) });`;

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

describe("releases by the admin's routes", () => {
  let server: TestServer;
  let http: Http;
  let port: number;
  let workshop: Workshop;
  let kernel: TestKernel;
  let purges: Purges;
  let admin: string;
  let red: string;
  let blue: string;
  const tokens = new Map<string, string>();
  let fresh: ReleaseRef;

  async function ask(method: string, path: string, headers: object, body?: object): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { ...headers, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
  }
  const act = (method: string, below: string, body?: object) =>
    ask(method, `/api/admin/plugins/shop${below}`, { authorization: `Bearer ${admin}` }, body);
  const as = (tenant: string, method: string, path: string, body?: object) =>
    ask(
      method,
      `/api/p/shop${path}`,
      { authorization: `Bearer ${tokens.get(tenant)}`, "x-tenant": tenant },
      body,
    );
  const who = async (tenant: string) => (await as(tenant, "GET", "/who")).body.version;
  const notes = () =>
    kernel.ports.database.query<{ text: string }>("select text from p_shop.notes order by text");
  const audited = async () =>
    (
      await kernel.ports.database.query<{ action: string }>(
        "select action from host.audit where action like 'plugin.%' order by at",
      )
    ).map(({ action }) => action);

  before(async () => {
    workshop = await Workshop.open();
    server = await startServer();
    const { database, config } = server.test;
    const source = { ...madeReleases, list: async () => [fresh] };
    kernel = await testKernel(database, [], { releases: [source] });
    await kernel.runtime.boot();
    const { runtime, ports } = kernel;
    const storage = await createStorage({ ...config, publicUrl: "http://files.test" });
    purges = new Purges({ database, runtime, storage, log: ports.log });
    const hostRoutes = [...rolloutRoutes({ database, runtime }), ...purgeRoutes({ purges, storage })];
    const limits = { addressPerMinute: 1_000_000, tenantPerMinute: 1_000_000 };
    http = await createHttp({
      runtime,
      identity: server.identity,
      database,
      config,
      log: ports.log,
      hostRoutes,
      limits,
    });
    port = await http.listen(0);
    admin = await server.token("admin@promostack.test");
    [red, blue] = [await server.tenant("red"), await server.tenant("blue")];
    const person = await server.tenants.ensurePerson({ email: "admin@promostack.test" });
    await server.tenants.addMember({ tenantId: red, personId: person.id, role: "admin" });
    tokens.set(red, await server.token("owner@red.test")).set(blue, await server.token("owner@blue.test"));
    const first = await madeRelease(workshop, "shop", "1.0.0", MANIFEST, code("text"), TABLE);
    fresh = await madeRelease(workshop, "shop", "1.1.0", MANIFEST, code("words", FRESH), TABLE);
    await runtime.rollout.activate(first);
    for (const tenant of [red, blue]) await runtime.enable(tenant, "shop", { colour: "pink" });
  });

  after(async () => {
    await http.close();
    await kernel.stop();
    await server.close();
    await workshop.close();
  });

  it("offers a release to one tenant, with its own routes and shapes, and to nobody else", async () => {
    expect((await act("PUT", "/candidate", { version: "9.9.9" })).body.code).to.equal("release.unknown");
    const offered = await act("PUT", "/candidate", { version: "1.1.0", tenants: [red] });
    expect(offered.body.candidate).to.deep.include({ version: "1.1.0", tenants: [red], state: "active" });
    expect([await who(red), await who(blue)]).to.deep.equal(["1.1.0", "1.0.0"]);
    expect((await as(red, "GET", "/fresh")).status).to.equal(200);
    expect((await as(blue, "GET", "/fresh")).status).to.equal(404);
    expect((await as(red, "POST", "/notes", { text: "old shape" })).status).to.equal(400);
    expect((await as(red, "POST", "/notes", { words: "by red" })).status).to.equal(200);
    expect((await as(blue, "POST", "/notes", { text: "by blue" })).status).to.equal(200);
    expect(await notes()).to.deep.equal([{ text: "by blue" }, { text: "by red" }]);
  });

  it("promotes and goes back while requests come in, and answers every one of them", async () => {
    const statuses = new Set<number>();
    const versions = new Set<unknown>();
    let over = false;
    let count = 0;
    const visitors = Array.from({ length: 12 }, async (_, index) => {
      while (!over) {
        const { status, body } = await as(index % 2 === 0 ? red : blue, "GET", "/who");
        statuses.add(status);
        versions.add(body.version);
        count += 1;
      }
    });
    const promoted = await act("POST", "/candidate/promote", {});
    expect(promoted.body).to.include({ version: "1.1.0" });
    const back = await act("POST", "/rollback", {});
    expect(back.body).to.include({ version: "1.0.0" });
    over = true;
    await Promise.all(visitors);
    expect([...statuses]).to.deep.equal([200]);
    expect(versions.size).to.equal(2);
    expect(count).to.be.above(20);
    const { body } = await act("GET", "/releases");
    expect(body.items).to.have.length(2);
    expect(body.items).to.have.nested.property("[0].place", "active");
    expect(await audited()).to.deep.equal([
      "plugin.candidate_offered",
      "plugin.candidate_promoted",
      "plugin.rolled_back",
    ]);
  });

  it("takes a candidate back, and uninstalls without touching what the plugin holds", async () => {
    expect((await act("DELETE", "/candidate")).body.code).to.equal("release.no_candidate");
    expect((await act("DELETE", "")).status).to.equal(200);
    expect((await as(red, "GET", "/who")).status).to.equal(404);
    expect(await notes()).to.have.length(2);
    await kernel.runtime.rollout.activate(fresh);
    expect(await who(red)).to.equal("1.1.0");
    expect((await kernel.runtime.settings(red, "shop")).settings).to.deep.equal({ colour: "pink" });
  });

  it("purges only what was confirmed, exported and waited for; until then it can be called off", async () => {
    const { database } = kernel.ports;
    const state = async () => (await act("GET", "/purge")).body.state;
    expect((await act("POST", "/purge", { confirm: "shops" })).body.code).to.equal("purge.not_confirmed");
    expect((await act("POST", "/purge", { confirm: "shop" })).status).to.equal(202);
    await eventually(async () => (await state()) === "waiting");
    expect((await act("POST", "/purge", { confirm: "shop" })).body.code).to.equal("purge.underway");
    await purges.step();
    expect(await notes(), "still waiting").to.have.length(2);
    expect((await act("DELETE", "/purge")).status).to.equal(200);
    await database.query("update host.plugin_purge set due_at = now()");
    await purges.step();
    expect(await notes(), "called off").to.have.length(2);

    const purged: string[] = [];
    Reflect.set(globalThis, "__purged", purged);
    const other = await madeRelease(workshop, "other", "1.0.0");
    await kernel.runtime.rollout.activate(other);
    await kernel.runtime.enable(red, "other");
    await act("POST", "/purge", { confirm: "shop" });
    await eventually(async () => (await state()) === "waiting");
    await database.query("update host.plugin_purge set due_at = now() - interval '1 second'");
    const installing = await database.lock(INSTALL_LOCK);
    await eventually(async () => {
      await purges.step();
      return (await state()) === "deleting";
    });
    await purges.step();
    expect(await notes(), "while something is being installed").to.have.length(2);
    await installing?.release();
    // The step that the route began may hold the purge for a moment yet.
    await eventually(async () => {
      await purges.step();
      return (await state()) === "done";
    });
    Reflect.deleteProperty(globalThis, "__purged");
    expect(await state()).to.equal("done");
    expect(purged.sort()).to.deep.equal([red, blue].sort());
    const left = await database.query<{ plugin: string }>(
      "select plugin_id as plugin from host.tenant_plugin where plugin_id in ('shop', 'other')",
    );
    expect(left).to.deep.equal([{ plugin: "other" }]);
    const [schema] = await database.query<{ there: boolean }>(
      "select to_regnamespace('p_shop') is not null as there",
    );
    expect(schema).to.deep.equal({ there: false });
    expect(kernel.runtime.plugin("shop")).to.equal(undefined);
    const { body } = await act("GET", "/purge");
    expect(body.exportBytes).to.be.above(200);
    const [row] = await database.query<{ key: string }>("select export_key as key from host.plugin_purge");
    const kinds = await exported(row?.key ?? "");
    expect(kinds).to.deep.equal({ plugin: 1, settings: 2, record: 2, row: 2 });
    expect((await act("DELETE", "/purge")).body.code).to.equal("purge.none");
  });

  it("purges the files that a plugin's rows name, also of one that does not run, and after it was cut off in the middle", async () => {
    const { database } = kernel.ports;
    const storage = await createStorage({ ...server.test.config, publicUrl: "http://files.test" });
    const stored = async (tenant: string, text: string) =>
      (await storage.of(tenant).put(Buffer.from(text), { accept: ["text/plain"], maxBytes: 100 })).key;
    const there = (key: string) =>
      storage
        .of(key.split("/")[0] ?? "")
        .get(key)
        .then(
          async (bytes) => (await buffer(bytes)).length > 0,
          () => false,
        );
    const named = (schema: string, tenant: string, text: string) =>
      database.query(`insert into p_${schema}.notes (tenant_id, text) values ($1, $2) returning id`, [
        tenant,
        text,
      ]);
    for (const id of ["drawer", "album"]) {
      const files = Object.fromEntries(
        Object.entries(TABLE).map(([name, sql]) => [name, sql.replace("p_shop", `p_${id}`)]),
      );
      await kernel.runtime.rollout.activate(
        await madeRelease(workshop, id, "1.0.0", MANIFEST, undefined, files),
      );
    }
    const [first, second, shared, foreign] = [
      await stored(red, "first"),
      await stored(blue, "second"),
      await stored(red, "shared"),
      await stored(blue, "foreign"),
    ];
    await named("drawer", red, JSON.stringify({ pictures: [{ $storage: first }, shared], of: foreign }));
    await named("drawer", blue, second);
    await named("album", red, `It is ${shared}.`);
    await kernel.runtime.rollout.uninstall("drawer");

    let deleted = 0;
    const cutOff = {
      of: (tenant: string): Storage => ({
        put: (content, options) => storage.of(tenant).put(content, options),
        get: (key) => storage.of(tenant).get(key),
        signedUrl: (key, seconds) => storage.of(tenant).signedUrl(key, seconds),
        async delete(key) {
          if (tenant !== PLATFORM_TENANT && deleted++ === 1) throw new Error("The storage is away.");
          await storage.of(tenant).delete(key);
        },
      }),
    };
    const cut = new Purges({ database, runtime: kernel.runtime, storage: cutOff, log: kernel.ports.log });
    await purges.request("drawer", undefined, async () => undefined);
    await purges.step();
    await purges.hasten("drawer", async () => undefined);
    await cut.step();
    expect(await purges.find("drawer")).to.include({ state: "deleting", failure: "The storage is away." });
    expect([await there(first), await there(second)].filter((each) => each)).to.have.length(1);
    await purges.step();
    expect((await purges.find("drawer"))?.state).to.equal("done");
    expect([await there(first), await there(second)]).to.deep.equal([false, false]);
    expect(await there(shared), "what another plugin names").to.equal(true);
    expect(await there(foreign), "another tenant's").to.equal(true);
  });

  /** How many lines of each kind an export holds. */
  async function exported(key: string): Promise<Record<string, number>> {
    const storage = await createStorage({ ...server.test.config, publicUrl: "http://files.test" });
    const chunks: Uint8Array[] = [];
    for await (const chunk of await storage.of(PLATFORM_TENANT).get(key)) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString("utf8").trim().split("\n");
    const kinds: Record<string, number> = {};
    for (const line of lines) {
      const { kind } = JSON.parse(line);
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    return kinds;
  }
});
