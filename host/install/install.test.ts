import { createHash } from "node:crypto";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import type { Deprecation } from "@promostack/core";
import { expect } from "chai";
import { ADMIN, OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../../test/kit/host.ts";
import { type Host, startHost } from "../host.ts";
import type { AdminPlugin } from "../tenant/adminPlugins.ts";
import type { Install } from "./shapes.ts";
import { codeOf, TABLE, TinyPublisher, withMigrations } from "./test/tinyPlugin.ts";

/** What libraries do while they load. */
const LOADS = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const secret = require("fs").readFileSync("/etc/passwd", "utf8");
setTimeout(() => undefined, 1);`;
const MIGRATE = `migrateSettings({ colour }) {
  return colour === "blue" ? { problem: "blue is gone" } : { shade: "light" };
},`;
const NEEDY = `migrateSettings({ colour }) {
  return { shade: new URL("https://" + colour).host };
},`;
/** What a later version of the API does without. */
const ENDS: Deprecation[] = [
  { name: "Setup.counter", since: "0.1.0", until: "0.2.0", instead: "Use p.histogram." },
  { name: "/limits/setupMs", since: "0.1.0", until: "0.3.0", instead: "Leave it out." },
];

describe("installing a plugin on a running installation", () => {
  let first: TestHost;
  let second: Host;
  let admin: Person;
  let registry: Server;
  const ana = new TinyPublisher();
  const served = new Map<string, Buffer>();

  before(async () => {
    registry = createServer((request, response) => {
      const found = served.get(request.url ?? "");
      response.writeHead(found ? 200 : 404).end(found);
    });
    const address = await listening(registry);
    await serveShelf(address);
    first = await startTestHost({
      background: false,
      deprecations: ENDS,
      variables: { PLUGIN_REGISTRY: address, LOG_LEVEL: "error" },
    });
    // A replica on another machine: a disk of its own, and the storage that all share.
    const dataDir = path.join(first.config.dataDir, "second");
    await mkdir(path.join(first.config.dataDir, "files"), { recursive: true });
    await mkdir(dataDir);
    await symlink(path.join(first.config.dataDir, "files"), path.join(dataDir, "files"));
    second = await startHost({ ...first.config, dataDir }, { background: false, deprecations: ENDS });
    admin = await first.signIn(ADMIN);
  });
  after(async () => {
    await second?.stop();
    await first?.stop();
    registry?.close();
  });

  async function serveShelf(address: string): Promise<void> {
    const archive = await ana.archive({ id: "shelf", version: "2.0.0" });
    const integrity = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
    const dist = { tarball: `${address}/shelf.tgz`, integrity };
    served.set("/shelf.tgz", archive);
    served.set(
      "/shelf",
      Buffer.from(
        JSON.stringify({
          "dist-tags": { latest: "2.0.0" },
          versions: {
            "2.0.0": { dist },
            "2.1.0": { dist: { ...dist, tarball: "http://elsewhere.invalid/shelf.tgz" } },
            "2.2.0": { dist: { ...dist, integrity: "sha512-wrong" } },
          },
        }),
      ),
    );
  }

  async function upload(archive: Buffer, query = ""): Promise<string> {
    const answer = await fetch(`${first.url}/api/admin/installs?name=tiny.tgz${query}`, {
      method: "POST",
      headers: { authorization: `Bearer ${admin.token}`, "content-type": "application/gzip" },
      body: new Uint8Array(archive),
    });
    expect(answer.status).to.equal(202);
    const { id } = Object(await answer.json());
    return String(id);
  }
  const show = (id: string) => admin.call<Install>("GET", `/api/admin/installs/${id}`);
  const settled = (id: string) =>
    first.until(`the install ${id}`, async () => {
      const install = await show(id);
      return install.state !== "running" && install;
    });
  const agree = async (id: string) => {
    const fingerprint = (await settled(id)).consent?.publisher.fingerprint;
    await admin.call("POST", `/api/admin/installs/${id}/consent`, { fingerprint });
    return settled(id);
  };
  const word = async (host: { url: string }, plugin: string): Promise<string | undefined> => {
    const answer = await fetch(`${host.url}/api/p/${plugin}/word`);
    return answer.ok ? Object(await answer.json()).word : undefined;
  };
  const everywhere = (plugin: string, version: string) =>
    first.until(
      `${plugin} ${version} at the other host`,
      async () => (await word(second, plugin)) === version && (await word(first, plugin)) === version,
      5,
    );
  const folders = (host: { config: { dataDir: string } }, plugin: string) =>
    readdir(path.join(host.config.dataDir, "plugins", plugin)).catch(() => []);

  it("waits for the consent that names an unknown publisher's key, then serves on both hosts without a restart", async () => {
    const id = await upload(await ana.archive({ id: "tiny", version: "1.0.0", ...withMigrations(TABLE) }));
    const asked = await settled(id);
    expect(asked.state).to.equal("waiting");
    expect(asked.consent?.publisher).to.include({ state: "unknown", name: "Ana" });
    expect(asked.consent?.adds).to.deep.equal(asked.consent?.asks);
    const without = await admin.ask("POST", `/api/admin/installs/${id}/consent`, {});
    expect(without.body).to.include({ code: "install.fingerprint" });
    const done = await agree(id);
    expect(done.failure).to.equal(undefined);
    expect(done.steps.map(({ name, state }) => `${name} ${state}`)).to.deep.equal([
      "fetch skipped",
      "unpack done",
      "hashes done",
      "manifest done",
      "signature done",
      "files done",
      "bundled skipped",
      "dependencies done",
      "settings done",
      "consent done",
      "stage done",
      "migrate done",
      "start done",
    ]);
    await everywhere("tiny", "1.0.0");
    expect(await folders(first, "tiny")).to.have.length(1);
  });

  it("upgrades without asking where the publisher is approved and nothing is asked for that was not, and tells of it live", async () => {
    const approve = (body: object) =>
      admin.call("POST", `/api/admin/publishers/${ana.publicKey}/approve`, body);
    await approve({ until: "2020-01-01T00:00:00Z" });
    const late = await upload(await ana.archive({ id: "tiny", version: "1.0.1", ...withMigrations(TABLE) }));
    expect((await settled(late)).failure).to.include({ code: "publisher.expired", file: "signature.json" });
    await approve({});
    const id = await upload(
      await ana.archive({
        id: "tiny",
        version: "1.1.0",
        ...withMigrations(TABLE, "alter table note add column body text;"),
      }),
    );
    const stream = await fetch(`${first.url}/api/admin/installs/${id}/events`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    const last = [...(await stream.text()).matchAll(/^data: (.+)$/gm)].at(-1)?.[1] ?? "{}";
    expect(JSON.parse(last)).to.include({ state: "done", previousVersion: "1.0.0", version: "1.1.0" });
    await everywhere("tiny", "1.1.0");
  });

  it("asks on an upgrade for what is more, and gives up when it is cancelled, with nothing left", async () => {
    const manifest = { capabilities: { db: {}, http: { hosts: ["api.example.com"] } } };
    const { files } = withMigrations(TABLE, "alter table note add column body text;");
    const more = { manifest: { ...manifest, migrations: { head: 2, breaking: 0 } }, files };
    const id = await upload(await ana.archive({ id: "tiny", version: "1.2.0", ...more }));
    const asked = await settled(id);
    expect(asked.state).to.equal("waiting");
    expect(asked.consent?.adds).to.deep.equal(["Call api.example.com over the internet."]);
    await admin.call("DELETE", `/api/admin/installs/${id}`);
    expect((await settled(id)).state).to.equal("cancelled");
    expect(await word(first, "tiny")).to.equal("1.1.0");
    expect(await folders(first, "tiny")).to.have.length(2);
  });

  it("leaves what runs untouched where the new release does not start, and undoes its tables", async () => {
    const broken = withMigrations(
      TABLE,
      "alter table note add column body text;",
      "create table extra (tenant_id uuid not null, id int not null, primary key (tenant_id, id)); select host.secure('extra');",
    );
    const code = codeOf("1.3.0", 'async start() { throw new Error("no such luck"); },');
    const id = await upload(
      await ana.archive({
        id: "tiny",
        version: "1.3.0",
        manifest: broken.manifest,
        files: { ...broken.files, "index.js": code },
      }),
    );
    const failed = await settled(id);
    expect(failed.state).to.equal("failed");
    expect(failed.failure?.message).to.match(/no such luck/);
    expect(failed.steps.at(-1)).to.include({ name: "start", state: "failed" });
    expect(await word(first, "tiny")).to.equal("1.1.0");
    const [left] = await first.database.query<{ tables: number; releases: number }>(
      `select (select count(*)::int from pg_tables where schemaname = 'p_tiny') as tables,
         (select count(*)::int from host.plugin_release where plugin_id = 'tiny') as releases`,
    );
    expect(left).to.deep.equal({ tables: 1, releases: 2 });
    expect(await folders(first, "tiny")).to.have.length(2);
  });

  it("ends all the same where the scripts that go back are no good, and says so", async () => {
    const bad = withMigrations(
      TABLE,
      "alter table note add column body text;",
      "alter table note add column more text;",
      "create table host.evil (id int);",
    );
    const files = { ...bad.files, "migrations/0003_step.down.sql": "select 1 / 0;" };
    const id = await upload(
      await ana.archive({ id: "tiny", version: "1.4.0", manifest: bad.manifest, files }),
    );
    const failed = await settled(id);
    expect(failed.state).to.equal("failed");
    expect(failed.failure?.message).to.match(/leaves its schema.*could not be taken back.*0003_step/);
    expect(await word(first, "tiny")).to.equal("1.1.0");
    const fresh = await upload(
      await ana.archive({ id: "fresh", version: "1.0.0", manifest: bad.manifest, files }),
    );
    expect((await agree(fresh)).state).to.equal("failed");
    const [left] = await first.database.query<{ is: boolean }>(
      `select to_regnamespace('p_fresh') is not null as is`,
    );
    expect(left).to.deep.equal({ is: false });
  });

  it("warns of what the release uses of the API that ends, among the steps and on the plugin's page", async () => {
    const counts = [{ name: "words", kind: "counter", help: "Words said" }];
    const code = codeOf("1.0.0").replace("setup(p) {", 'setup(p) { p.counter("words");');
    const id = await upload(
      await ana.archive({
        id: "aging",
        version: "1.0.0",
        manifest: { limits: { setupMs: 900 }, contributes: { metrics: counts } },
        files: { "index.js": code },
      }),
    );
    const { state, steps } = await agree(id);
    expect(state).to.equal("done");
    expect(steps.find(({ name }) => name === "dependencies")?.warnings).to.deep.equal([
      "It uses /limits/setupMs, which ends with API 0.3.0. Leave it out.",
      "It uses Setup.counter, which ends with API 0.2.0. Use p.histogram.",
    ]);
    await everywhere("aging", "1.0.0");
    const { items } = await admin.call<{ items: AdminPlugin[] }>("GET", "/api/admin/plugins");
    const endings = (plugin: string) => items.find((each) => each.id === plugin)?.endings;
    expect(endings("aging")?.map(({ name, until }) => `${name} ${until}`)).to.deep.equal([
      "/limits/setupMs 0.3.0",
      "Setup.counter 0.2.0",
    ]);
    expect(endings("tiny")).to.deep.equal([]);
  });

  it("tells an admin whose settings do not fit the new schema", async () => {
    const settings = (pattern: string) => ({
      tenancy: { scope: "tenant", default: "disabled" },
      settings: {
        type: "object",
        properties: { colour: { type: "string", title: "Colour", pattern, default: "red" } },
        additionalProperties: false,
      },
    });
    await upload(await ana.archive({ id: "shade", version: "1.0.0", manifest: settings("^[a-z]+$") })).then(
      agree,
    );
    await first.until("the plugin here", async () => first.runtime.plugin("shade")?.state === "active");
    const owner = await first.signIn(OWNER);
    await owner.call("POST", "/api/plugins/shade/enable", { settings: { colour: "blue" } });
    const id = await upload(
      await ana.archive({ id: "shade", version: "1.1.0", manifest: settings("^red$") }),
    );
    const { consent } = await settled(id);
    expect(consent?.settingsProblems).to.have.length(1);
    expect(consent?.settingsProblems[0]?.problem).to.match(/colour/);
    await admin.call("DELETE", `/api/admin/installs/${id}`);
  });

  it("tries a release's own function on older settings before anybody agrees, in the sandbox", async () => {
    const other = await first.signIn(OTHER_OWNER);
    await other.call("POST", "/api/plugins/shade/enable", { settings: { colour: "green" } });
    const release = async (version: string, migrate: string) =>
      settled(
        await upload(
          await ana.archive({
            id: "shade",
            version,
            manifest: {
              tenancy: { scope: "tenant", default: "disabled" },
              settingsVersion: 2,
              settings: {
                type: "object",
                properties: {
                  shade: { type: "string", title: "Shade", pattern: "^(light|dark)$", default: "dark" },
                },
                additionalProperties: false,
              },
            },
            files: { "index.js": `${LOADS}\n${codeOf(version, migrate)}` },
          }),
          "&activate=false",
        ),
      );
    const noteOf = ({ steps }: Install) => steps.find(({ name }) => name === "settings")?.note;
    const tried = await release("2.0.0", MIGRATE);
    expect(tried.consent?.settingsProblems.map(({ tenant, problem }) => [tenant, problem])).to.deep.equal([
      ["Aurum Signals", "blue is gone"],
    ]);
    expect(noteOf(tried)).to.equal(
      "2 tenants, 1 to be mended. 2 of an older shape: its own function was tried on them.",
    );
    await admin.call("DELETE", `/api/admin/installs/${tried.id}`);
    const untried = await release("2.0.1", NEEDY);
    expect(noteOf(untried)).to.match(/could not be tried beforehand: It needs what only a host has/);
    expect(untried.consent?.settingsProblems ?? []).to.deep.equal([]);
  });

  it("makes a release ready that is not to serve yet", async () => {
    const id = await upload(await ana.archive({ id: "shelf", version: "1.9.0" }), "&activate=false");
    const staged = await agree(id);
    expect(staged.state).to.equal("done");
    expect(staged.steps.at(-1)).to.include({ state: "skipped" });
    const fetched = await admin.call<{ items: { version: string; place: string }[] }>(
      "GET",
      "/api/admin/plugins/shelf/releases",
    );
    expect(fetched.items.map(({ version, place }) => `${version} ${place}`)).to.deep.equal(["1.9.0 stored"]);
    expect(first.runtime.plugin("shelf")).to.equal(undefined);
  });

  it("installs nothing that a purge is deleting", async () => {
    await first.database.query(
      "insert into host.plugin_purge (plugin_id, state, due_at) values ('going', 'deleting', now()) returning state",
    );
    const going = await settled(await upload(await ana.archive({ id: "going", version: "1.0.0" })));
    expect(going.failure?.code).to.equal("install.purging");
    await first.database.query("update host.plugin_purge set state = 'done' returning state");
    expect(await agree(await upload(await ana.archive({ id: "going", version: "1.0.0" })))).to.include({
      state: "done",
    });
  });

  it("fetches from the registry by name, and believes it nothing", async () => {
    const order = (body: object) => admin.call<{ id: string }>("POST", "/api/admin/installs", body);
    const { id } = await order({ from: "registry", name: "shelf" });
    expect(await agree(id)).to.include({ state: "done", version: "2.0.0" });
    await everywhere("shelf", "2.0.0");
    const codes = new Map<string, string | undefined>();
    for (const version of ["2.1.0", "2.2.0", "9.0.0"]) {
      const refused = await order({ from: "registry", name: "shelf", version });
      codes.set(version, (await settled(refused.id)).failure?.code);
    }
    const unknown = await order({ from: "registry", name: "nothing" });
    codes.set("nothing", (await settled(unknown.id)).failure?.code);
    expect([...codes]).to.deep.equal([
      ["2.1.0", "registry.elsewhere"],
      ["2.2.0", "registry.wrong_hash"],
      ["9.0.0", "registry.no_version"],
      ["nothing", "registry.refused"],
    ]);
  });

  it("brings back a bundled plugin that was uninstalled", async () => {
    await first.runtime.rollout.uninstall("forex-signals");
    const { id } = await admin.call<{ id: string }>("POST", "/api/admin/installs", {
      from: "bundled",
      id: "forex-signals",
    });
    expect(await settled(id)).to.include({ state: "done", plugin: "forex-signals" });
    await first.until("the plugin", async () => first.runtime.plugin("forex-signals")?.state === "active");
  });

  it("fetches a folder again that was tampered with, when a host starts", async () => {
    await second.stop();
    const [folder = ""] = await folders(second, "shelf");
    const file = path.join(second.config.dataDir, "plugins/shelf", folder, "index.js");
    await writeFile(file, codeOf("tampered"));
    second = await startHost(second.config, { background: false });
    expect(await word(second, "shelf")).to.equal("2.0.0");
  });
});

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
    });
  });
}
