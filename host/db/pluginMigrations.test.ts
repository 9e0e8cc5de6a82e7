import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { migratePlugin, migratePluginDown, pluginLedger } from "./pluginMigrations.ts";

const TABLE = "create table note (tenant_id uuid not null, id int not null, primary key (tenant_id, id));";
const SECURED = `${TABLE} select host.secure('note');`;

describe("migrations of a plugin", () => {
  let test: TestDatabase;
  const folders: string[] = [];
  let count = 0;

  before(async () => {
    test = await testDatabase();
  });
  after(async () => {
    await test?.drop();
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  /** A release's folder with `[up, down]` scripts, numbered from 1. */
  async function release(...scripts: [string, string][]): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "promostack-release-"));
    folders.push(folder);
    await mkdir(join(folder, "migrations"));
    for (const [index, [up, down]] of scripts.entries()) {
      const name = join(folder, "migrations", `000${index + 1}_step`);
      await writeFile(`${name}.up.sql`, up);
      await writeFile(`${name}.down.sql`, down);
    }
    return folder;
  }

  const freshId = () => `plugin-${++count}`;
  const tables = async (id: string) => {
    const rows = await test.database.owner((trx) =>
      trx.many<{ name: string }>(
        "select tablename::text as name from pg_tables where schemaname = $1 order by 1",
        [`p_${id.replace("-", "_")}`],
      ),
    );
    return rows.map(({ name }) => name);
  };

  async function refusal(work: Promise<unknown>): Promise<PlatformError> {
    try {
      await work;
    } catch (error) {
      if (PlatformError.is(error)) return error;
      throw error;
    }
    throw new Error("was not refused");
  }

  it("go up, down with the stored script, and up again", async () => {
    const pluginId = freshId();
    const folder = await release(
      [SECURED, "drop table note"],
      ["create index note_id on note (id);", "drop index note_id"],
    );
    expect(await migratePlugin(test.database, { pluginId, folder, head: 2, platform: false })).to.deep.equal([
      1, 2,
    ]);
    expect(await migratePlugin(test.database, { pluginId, folder, head: 2, platform: false })).to.deep.equal(
      [],
    );
    await rm(join(folder, "migrations"), { recursive: true });
    expect(await migratePluginDown(test.database, pluginId, 0)).to.deep.equal([2, 1]);
    expect(await tables(pluginId)).to.deep.equal([]);
    const again = await release([SECURED, "drop table note"]);
    expect(
      await migratePlugin(test.database, { pluginId, folder: again, head: 1, platform: false }),
    ).to.deep.equal([1]);
    expect((await pluginLedger(test.database, pluginId)).map(({ number }) => number)).to.deep.equal([1]);
  });

  it("give the tenant role its rows and the platform all", async () => {
    const pluginId = freshId();
    const folder = await release([SECURED, "drop table note"]);
    await migratePlugin(test.database, { pluginId, folder, head: 1, platform: false });
    const schema = `p_plugin_${count}`;
    const [a, b] = ["01900000-0000-7000-8000-00000000000a", "01900000-0000-7000-8000-00000000000b"];
    for (const tenant of [a, b]) {
      await test.database.tenant(
        tenant,
        (trx) => trx.run("insert into note values ($1, 1)", [tenant]),
        schema,
      );
    }
    expect(await test.database.tenant(a, (trx) => trx.many("select * from note"), schema)).to.have.length(1);
    expect(await test.database.system((trx) => trx.many("select * from note"), schema)).to.have.length(2);
  });

  it("refuse a script that was changed after it was applied", async () => {
    const pluginId = freshId();
    await migratePlugin(test.database, {
      pluginId,
      folder: await release([SECURED, ""]),
      head: 1,
      platform: false,
    });
    const changed = await release([`${SECURED} -- more`, ""]);
    const error = await refusal(
      migratePlugin(test.database, { pluginId, folder: changed, head: 1, platform: false }),
    );
    expect(error.code).to.equal("migration.changed");
    expect(error.message).to.include("0001_step");
  });

  it("refuse a script of which another host has applied another version in the middle of the run", async () => {
    const pluginId = freshId();
    const folder = await release([SECURED, "drop table note"]);
    const theirs = await release([`${SECURED} -- theirs`, "drop table note"]);
    let looked = false;
    const owner: typeof test.database.owner = async (work) => {
      const answer = await test.database.owner(work);
      if (!looked) {
        looked = true;
        await migratePlugin(test.database, { pluginId, folder: theirs, head: 1, platform: false });
      }
      return answer;
    };
    const error = await refusal(migratePlugin({ owner }, { pluginId, folder, head: 1, platform: false }));
    expect(error.code).to.equal("migration.changed");
  });

  it("keep nothing of a script that fails in its middle, and name file and line", async () => {
    const pluginId = freshId();
    const folder = await release([SECURED, ""], ["create table second (id int);\nselect nonsense;", ""]);
    const error = await refusal(migratePlugin(test.database, { pluginId, folder, head: 2, platform: true }));
    expect(error.code).to.equal("migration.failed");
    expect(error.message).to.include("0002_step.up.sql").and.include("(line 2)");
    expect(await tables(pluginId)).to.deep.equal(["note"]);
    expect(await pluginLedger(test.database, pluginId)).to.have.length(1);
  });

  it("keep nothing when the connection dies between two statements", async () => {
    const pluginId = freshId();
    const folder = await release([`${SECURED} select pg_terminate_backend(pg_backend_pid());`, ""]);
    const error = await refusal(migratePlugin(test.database, { pluginId, folder, head: 1, platform: false }));
    expect(error.code).to.equal("migration.failed");
    expect(await tables(pluginId)).to.deep.equal([]);
    await migratePlugin(test.database, {
      pluginId,
      folder: await release([SECURED, ""]),
      head: 1,
      platform: false,
    });
  });

  it("are applied once when two hosts start together", async () => {
    const pluginId = freshId();
    const folder = await release([SECURED, ""], ["create index note_id on note (id)", ""]);
    const both = [1, 2].map(() =>
      migratePlugin(test.database, { pluginId, folder, head: 2, platform: false }),
    );
    await Promise.all(both);
    expect(await pluginLedger(test.database, pluginId)).to.have.length(2);
  });

  it("let an older release run on a newer schema unless it was broken for it", async () => {
    const scripts: [string, string][] = [
      [SECURED, ""],
      ["alter table note add extra text", ""],
      ["alter table note drop column extra", ""],
    ];
    const older = await release([SECURED, ""]);
    const newer = await release(...scripts);
    const kind = freshId();
    await migratePlugin(test.database, {
      pluginId: kind,
      folder: newer,
      head: 3,
      breaking: 0,
      platform: false,
    });
    expect(
      await migratePlugin(test.database, { pluginId: kind, folder: older, head: 1, platform: false }),
    ).to.deep.equal([]);
    const harsh = freshId();
    await migratePlugin(test.database, {
      pluginId: harsh,
      folder: newer,
      head: 3,
      breaking: 3,
      platform: false,
    });
    const error = await refusal(
      migratePlugin(test.database, { pluginId: harsh, folder: older, head: 1, platform: false }),
    );
    expect(error.code).to.equal("migration.too_old");
    await migratePluginDown(test.database, harsh, 2);
    await migratePlugin(test.database, { pluginId: harsh, folder: older, head: 1, platform: false });
  });

  it("refuse a folder that is not the manifest's, and a script that commits by itself", async () => {
    const folder = await release([SECURED, ""]);
    const head = await refusal(
      migratePlugin(test.database, { pluginId: freshId(), folder, head: 2, platform: false }),
    );
    expect(head.code).to.equal("migration.invalid");
    const commits = await release([`${SECURED} commit;`, ""]);
    const error = await refusal(
      migratePlugin(test.database, { pluginId: freshId(), folder: commits, head: 1, platform: false }),
    );
    expect(error.message).to.include("ends its transaction");
  });

  const faults: [string, string, RegExp][] = [
    ["has no row security", TABLE, /no row security enabled/],
    [
      "does not force it",
      `${TABLE} alter table note enable row level security`,
      /does not force row security/,
    ],
    [
      "has a second, wider policy",
      `${SECURED} create policy wide on note for select using (true)`,
      /policy wide, which opens other rows/,
    ],
    [
      "has its tenant second in the key",
      "create table note (tenant_id uuid not null, id int, primary key (id, tenant_id))",
      /not have tenant_id first/,
    ],
    ["keeps the tenant as text", "create table note (tenant_id text primary key)", /tenant_id of type text/],
    ["has no tenant", "create table note (id int primary key)", /has no tenant_id/],
    [
      "has a time without zone",
      "create table note (tenant_id uuid primary key, at timestamp); select host.secure('note')",
      /at timestamp without time zone/,
    ],
    [
      "has a view with the owner's rights",
      `${SECURED} create view all_notes as select * from note; grant select on all_notes to public`,
      /view with its owner's rights/,
    ],
    [
      "has a materialized view for everybody",
      `${SECURED} create materialized view m as select * from note; grant select on m to public`,
      /materialized view/,
    ],
    [
      "steps around it by a function",
      `${SECURED} create function peek() returns bigint language sql security definer as 'select count(*) from note'`,
      /peek\(\) is a security definer/,
    ],
  ];
  for (const [what, script, reason] of faults) {
    it(`refuse a schema that ${what}, and keep nothing of it`, async () => {
      const pluginId = freshId();
      const folder = await release([script, ""]);
      const error = await refusal(
        migratePlugin(test.database, { pluginId, folder, head: 1, platform: false }),
      );
      expect(error.code).to.equal("tenancy.row_security");
      expect(error.message).to.match(reason).and.include(pluginId);
      expect(await tables(pluginId)).to.deep.equal([]);
    });
  }

  it("close a table of no tenant to the tenant role where the plugin may have one", async () => {
    const pluginId = freshId();
    const folder = await release([
      "create table quote (id int generated always as identity primary key, price numeric)",
      "",
    ]);
    await migratePlugin(test.database, { pluginId, folder, head: 1, platform: true });
    const schema = `p_plugin_${count}`;
    await test.database.system((trx) => trx.run("insert into quote (price) values (1.10)"), schema);
    expect(await test.database.system((trx) => trx.one("select * from quote"), schema)).to.deep.equal({
      id: 1,
      price: "1.10",
    });
    const tenant = "01900000-0000-7000-8000-00000000000a";
    const refused = test.database.tenant(tenant, (trx) => trx.many("select * from quote"), schema);
    expect(await refused.catch((error) => error.message)).to.include("permission denied");
  });
});
