import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { ADMIN, OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../../test/kit/host.ts";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import { createStorage } from "../store/storage.ts";

describe("erasing a tenant", () => {
  let host: TestHost;
  let admin: Person;
  let other: Person;
  let tenantId: string;

  before(async () => {
    host = await startTestHost({ background: false });
    admin = await host.signIn(ADMIN);
    other = await host.signIn(OTHER_OWNER);
    tenantId = (await host.signIn(OWNER)).tenantId;
    for (const owner of [await host.signIn(OWNER), other]) {
      await owner.call("POST", "/api/plugins/journeys/enable", {});
      await owner.call("POST", "/api/p/journeys/journeys", {
        name: "Mine",
        folder: "",
        from: { kind: "blank" },
      });
    }
  });
  after(() => host?.stop());

  const path = () => `/api/admin/tenants/${tenantId}`;
  const rowsOf = async (id: string) => {
    const tables = await host.database.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.columns
       where column_name = 'tenant_id' and (table_schema = 'host' or table_schema like 'p\\_%')`,
    );
    const counts: Record<string, number> = {};
    // Figures of use come in while one counts.
    for (const { name } of tables.filter((table) => table.name !== "host.plugin_usage")) {
      const [row] = await host.database.query<{ count: number }>(
        `select count(*)::int as count from ${name} where tenant_id = $1`,
        [id],
      );
      if (row !== undefined && row.count > 0) counts[name] = row.count;
    }
    return counts;
  };

  it("begins with an export that lacks nothing but secrets, and of nobody else", async () => {
    const response = await fetch(`${host.url}${path()}/export`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    expect(response.headers.get("content-type")).to.contain("ndjson");
    const text = await response.text();
    const lines = text
      .trim()
      .split("\n")
      .map((line) => Object(JSON.parse(line)));
    expect(lines[0]).to.have.nested.property("row.id", tenantId);
    expect(lines.some(({ kind, email }) => kind === "member" && email === OWNER)).to.equal(true);
    expect(lines.some(({ table }) => table === "p_journeys.journey")).to.equal(true);
    expect(text).to.not.contain("ciphertext").and.not.contain("secret_hash").and.not.contain(other.tenantId);
  });

  it("is of nobody where there is no such tenant", async () => {
    const none = await admin.ask("GET", "/api/admin/tenants/0190a000-0000-7000-8000-000000000001/export");
    expect([none.status, none.body.code]).to.deep.equal([404, "tenant.unknown"]);
  });

  it("needs the short name, and an admin", async () => {
    const wrong = await admin.ask("POST", `${path()}/erasure`, { confirm: "something" });
    expect(wrong.body.code).to.equal("erasure.not_confirmed");
    expect((await other.ask("POST", `${path()}/erasure`, { confirm: "aurum" })).status).to.equal(403);
    expect((await admin.ask("GET", `${path()}/erasure`)).body).to.equal(null);
  });

  it("waits a day in which it can be called off", async () => {
    const [row] = await host.database.query<{ slug: string }>("select slug from host.tenant where id = $1", [
      tenantId,
    ]);
    const confirm = row?.slug ?? "";
    expect((await admin.ask("POST", `${path()}/erasure`, { confirm })).status).to.equal(202);
    expect((await admin.ask("POST", `${path()}/erasure`, { confirm })).body.code).to.equal(
      "erasure.underway",
    );
    await host.until("the export", async () => {
      await host.erasures.step();
      return (await admin.ask("GET", `${path()}/erasure`)).body.state === "waiting";
    });
    await host.erasures.step();
    expect(Object.keys(await rowsOf(tenantId)).length).to.be.greaterThan(5);
    expect((await admin.ask("DELETE", `${path()}/erasure`)).status).to.equal(200);
    expect((await admin.ask("DELETE", `${path()}/erasure`)).body.code).to.equal("erasure.none");
    await admin.call("POST", `${path()}/erasure`, { confirm });
  });

  it("then leaves nothing of the tenant but what was done and when; the other tenant has all it had", async () => {
    const before = await rowsOf(other.tenantId);
    const files = await createStorage(host.config);
    const exports: string[] = [];
    const noteExport = async () => {
      const key = (await host.erasures.find(tenantId))?.exportKey ?? "";
      expect(exports).to.not.include(key);
      expect(await bytesOf(key)).to.be.above(0);
      exports.push(key);
    };
    const bytesOf = (key: string, of = PLATFORM_TENANT) =>
      files
        .of(of)
        .get(key)
        .then(
          async (bytes) => (await buffer(bytes)).length,
          ({ code }) => code,
        );
    await host.until("the export", async () => {
      await host.erasures.step();
      return (await host.erasures.find(tenantId))?.state === "waiting";
    });
    await noteExport();
    await host.database.query("update host.tenant_erasure set due_at = now()");
    const lost = async (id: string) =>
      (await files.of(id).put(Buffer.from("a,b\n1,2\n"), { accept: ["text/csv"], maxBytes: 100 })).key;
    const [ours, theirs] = [await lost(tenantId), await lost(other.tenantId)];
    await host.runtime.quarantine("journeys", "It is being looked at.");
    // The step that the route began may hold the erasure for a moment yet.
    await host.until("the refusal", async () => {
      await host.erasures.step();
      return (await host.erasures.find(tenantId))?.failure;
    });
    expect((await host.erasures.find(tenantId))?.failure).to.contain("journeys does not run");
    expect(Object.keys(await rowsOf(tenantId)).length).to.be.greaterThan(5);
    await host.runtime.release("journeys");
    await host.erasures.step();
    expect((await host.erasures.find(tenantId))?.state).to.equal("done");
    await noteExport();
    expect(await bytesOf(exports[0] ?? ""), "the export that was replaced").to.equal("file.not_found");
    expect(Object.keys(await rowsOf(tenantId)).sort()).to.deep.equal(["host.audit", "host.tenant_erasure"]);
    const [person] = await host.database.query(
      "select from host.audit where tenant_id = $1 and (actor_email is not null or before is not null)",
      [tenantId],
    );
    expect(person).to.equal(undefined);
    expect(await host.database.query("select from host.tenant where id = $1", [tenantId])).to.deep.equal([]);
    expect(await rowsOf(other.tenantId)).to.deep.equal(before);
    expect(await bytesOf(ours, tenantId), "a file that no plugin knows any more").to.equal("file.not_found");
    expect(await bytesOf(theirs, other.tenantId)).to.equal(8);
    expect((await other.ask("GET", "/api/me")).status).to.equal(200);
    await host.database.query("update host.tenant_erasure set updated_at = now() - interval '31 days'");
    await host.erasures.step();
    expect((await host.erasures.find(tenantId))?.exportKey).to.equal(null);
    expect(await bytesOf(exports[1] ?? ""), "the export after a month").to.equal("file.not_found");
  });
});
