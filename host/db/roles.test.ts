import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import pg from "pg";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import type { Config } from "../config/config.ts";
import { type Database, openDatabase } from "./database.ts";
import { migratePlugin } from "./pluginMigrations.ts";

const A = "01900000-0000-7000-8000-00000000000a";
const B = "01900000-0000-7000-8000-00000000000b";
const NAMES = ["plain_owner", "plain_app", "plain_system", "strong_app", "plain_db_app", "plain_db_system"];

const NEWER = "ab".repeat(32);

describe("roles on a server that is not ours", () => {
  let test: TestDatabase;
  let admin: pg.Client;
  const opened: Database[] = [];

  before(async () => {
    test = await testDatabase();
    admin = new pg.Client({ connectionString: test.url });
    await admin.connect();
  });
  beforeEach(async () => {
    await admin.query("create role plain_owner login password 'p'");
    await admin.query("create role plain_app login password 'p'");
    await admin.query("create role plain_system login password 'p'");
    await admin.query("create role strong_app login password 'p' bypassrls");
    await admin.query("create database plain_db owner plain_owner");
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await admin.query("drop database plain_db with (force)");
    for (const name of NAMES) await admin.query(`drop role if exists ${name}`);
  });
  after(async () => {
    await admin?.end();
    await test?.drop();
  });

  function addressOf(user: string): string {
    const url = new URL(test.url);
    url.username = user;
    url.password = "p";
    url.pathname = "/plain_db";
    return url.href;
  }

  async function open(config: Partial<Config>): Promise<Database> {
    const database = await openDatabase(
      { ...test.config, databaseUrl: addressOf("plain_owner"), ...config },
      quietLog,
    );
    opened.push(database);
    return database;
  }

  async function refusal(config: Partial<Config>): Promise<PlatformError> {
    try {
      await open(config);
    } catch (error) {
      if (PlatformError.is(error)) return error;
      throw error;
    }
    throw new Error("was accepted");
  }

  const given = { appDatabaseUrl: "", systemDatabaseUrl: "" };
  beforeEach(() => {
    given.appDatabaseUrl = addressOf("plain_app");
    given.systemDatabaseUrl = addressOf("plain_system");
  });

  it("are asked for by the names of their variables where the owner may not create them", async () => {
    const error = await refusal({});
    expect(error.code).to.equal("database.roles");
    expect(error.hint).to.include("APP_DATABASE_URL").and.include("SYSTEM_DATABASE_URL");
  });

  it("are made, named by the database, where the owner may create roles without being a superuser", async () => {
    await admin.query("alter role plain_owner createrole");
    const database = await open({});
    expect(await database.tenant(A, (trx) => trx.one("select current_user::text as name"))).to.deep.equal({
      name: "plain_db_app",
    });
    // A new secrets key stands for other passwords: the owner sets them, where the key before is known.
    await database.close();
    const again = await open({ secretsKey: NEWER, secretsKeyPrevious: test.config.secretsKey });
    expect(await again.query("select current_user::text as name")).to.deep.equal([
      { name: "plain_db_system" },
    ]);
    await again.close();
  });

  it("keep their passwords from a replica or a command that brings a key of its own", async () => {
    await admin.query("alter role plain_owner createrole");
    const database = await open({});
    const refused = await refusal({ secretsKey: NEWER });
    expect(refused.code).to.equal("database.other_key");
    expect(refused.hint).to.include("SECRETS_KEY").and.include("secrets.key");
    // Whoever runs is let in as before, by connections that are new too.
    await (await open({})).close();
    const config = { ...test.config, databaseUrl: addressOf("plain_owner"), secretsKey: NEWER };
    opened.push(await openDatabase(config, quietLog, { keyIsLost: true }));
    expect((await refusal({})).code).to.equal("database.other_key");
    await database.close();
  });

  it("serve under the names that the operator gave, and keep tenants apart, also from an owner who is no superuser", async () => {
    const database = await open(given);
    const folder = await mkdtemp(join(tmpdir(), "promostack-release-"));
    try {
      await mkdir(join(folder, "migrations"));
      const script = join(folder, "migrations", "0001_notes");
      await writeFile(
        `${script}.up.sql`,
        `create table note (tenant_id uuid not null, id int not null, text text, primary key (tenant_id, id));
         select host.secure('note');
         insert into note values ('${A}', 1, 'old'), ('${B}', 1, 'old');`,
      );
      await writeFile(`${script}.down.sql`, "drop table note");
      await writeFile(join(folder, "migrations", "0002_words.up.sql"), "update note set text = 'new'");
      await writeFile(join(folder, "migrations", "0002_words.down.sql"), "");
      await migratePlugin(database, { pluginId: "notes", folder, head: 2, platform: false });
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(await database.tenant(A, (trx) => trx.many("select * from note"), "p_notes")).to.deep.equal([
      { tenant_id: A, id: 1, text: "new" },
    ]);
    expect(await database.query("select * from p_notes.note where text = 'new'")).to.have.length(2);
    expect(await database.query("select current_user::text as name")).to.deep.equal([
      { name: "plain_system" },
    ]);
  });

  it("are refused where row security would not hold for them", async () => {
    const bypass = await refusal({ ...given, appDatabaseUrl: addressOf("strong_app") });
    expect(bypass.message).to.include("strong_app has BYPASSRLS");
    const owner = await refusal({ ...given, appDatabaseUrl: addressOf("plain_owner") });
    expect(owner.message).to.include("plain_owner owns tables or schemas");
    const same = await refusal({ ...given, appDatabaseUrl: addressOf("plain_system") });
    expect(same.message).to.include("serves both purposes");
    await admin.query("grant plain_owner to plain_app");
    expect((await refusal(given)).message).to.include("plain_app owns");
  });

  it("that cannot sign in are named with what to check", async () => {
    const wrong = new URL(addressOf("plain_app"));
    wrong.password = "another";
    const error = await refusal({ ...given, appDatabaseUrl: wrong.href });
    expect(error.code).to.equal("database.denied");
    expect(error.hint).to.include("APP_DATABASE_URL");
    expect(JSON.stringify(error)).to.not.include("another");
  });
});
