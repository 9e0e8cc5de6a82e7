import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { LIST, SIGNATURE } from "../../release/fileList.ts";
import { writeArchive } from "../../release/writeArchive.ts";
import { pax, type RawEntry, rawTar, rawTgz } from "./rawTar.ts";
import { codeOf, TABLE, type Tiny, type TinyPublisher, tinyFiles, withMigrations } from "./tinyPlugin.ts";

/** An archive that must not get in: what it is, the code of the refusal, and the file that the refusal names. */
export interface Hostile {
  name: string;
  code: string;
  file?: RegExp;
  archive(): Promise<Buffer> | Buffer;
}

/** Whom the tests know. */
export interface Signers {
  /** Approved; the victim's own. */
  known: TinyPublisher;
  unknown: TinyPublisher;
  blocked: TinyPublisher;
  expired: TinyPublisher;
}

export const VICTIM = "victim";
const VERSION = "1.1.0";
const THING = "create table thing (tenant_id uuid not null, id int not null, primary key (tenant_id, id));";

/** Upgrades of a plugin that runs, each with one thing wrong. */
export function hostileArchives({ known, unknown, blocked, expired }: Signers): Hostile[] {
  const tiny = (more: Partial<Tiny> = {}): Tiny => {
    const usual = withMigrations(TABLE);
    return {
      id: VICTIM,
      version: VERSION,
      ...more,
      manifest: { ...usual.manifest, ...more.manifest },
      files: { ...usual.files, ...more.files },
    };
  };
  const good = () => known.sign(tinyFiles(tiny()), tiny());
  const entries = (): RawEntry[] =>
    [...good()].map(([name, content]) => ({ name: `package/${name}`, content }));

  /** A good archive with entries before or after its own. */
  const raw = (name: string, code: string, more: RawEntry[], file?: RegExp): Hostile => ({
    name,
    code,
    ...(file && { file }),
    archive: () => rawTgz([...entries(), ...more]),
  });
  /** Whole and signed, and wrong in what it says. */
  const signed = (name: string, code: string, file: RegExp, more: Partial<Tiny>, by = known): Hostile => ({
    name,
    code,
    file,
    archive: () => by.archive(tiny(more)),
  });
  const manifest = (name: string, more: Record<string, unknown>, code = "manifest.invalid", by = known) =>
    signed(name, code, /^plugin\.json$/, { manifest: more }, by);
  const pack = (name: string, code: string, more: Record<string, unknown>) =>
    signed(name, code, /^package\.json$/, { package: more });
  const file = (name: string, code: string, path: string, content: string | null = "x") =>
    signed(name, code, new RegExp(path.replaceAll(".", "\\.")), { files: { [path]: content ?? undefined } });
  /** Changed after it was signed. */
  const changed = (
    name: string,
    code: string,
    where: RegExp,
    change: (files: Map<string, Buffer>) => void,
  ): Hostile => ({
    name,
    code,
    file: where,
    archive() {
      const files = good();
      change(files);
      return writeArchive(files);
    },
  });
  const list = (name: string, code: string, change: (list: ListText) => unknown) =>
    changed(name, code, /release\.json|\.js/, (files) => {
      const found: ListText = JSON.parse(String(files.get(LIST)));
      files.set(LIST, Buffer.from(JSON.stringify(change(found) ?? found)));
    });
  const signature = (name: string, code: string, change: (found: Record<string, string>) => void) =>
    changed(name, code, /signature\.json|release\.json/, (files) => {
      const found: Record<string, string> = JSON.parse(String(files.get(SIGNATURE)));
      change(found);
      files.set(SIGNATURE, Buffer.from(JSON.stringify(found)));
    });
  const sql = (name: string, code: string, up: string) =>
    signed(name, code, /0002_step\.up\.sql$/, withMigrations(TABLE, up));
  const code = (name: string, refusal: string, text: string, where = /plugin\.json|index\.js/) =>
    signed(name, refusal, where, { files: { "index.js": text } });

  return [
    // The archive itself
    { name: "nothing at all", code: "release.malformed", archive: () => Buffer.from("x") },
    { name: "half a gzip", code: "release.malformed", archive: () => rawTgz(entries()).subarray(0, 300) },
    { name: "a gzip of no tar", code: "release.malformed", archive: () => gzipSync(randomBytes(2_000)) },
    {
      name: "half a tar",
      code: "release.malformed",
      archive: () => gzipSync(rawTar(entries()).subarray(0, 1_500)),
    },
    { name: "an empty tar", code: "release.malformed", archive: () => rawTgz([]) },
    { name: "a bomb by ratio", code: "release.bomb", archive: () => gzipSync(Buffer.alloc(8_000_000)) },
    {
      name: "a bomb by size",
      code: "release.bomb",
      archive: () => gzipSync(Buffer.alloc(70_000_000), { level: 1 }),
    },
    raw(
      "more files than may be",
      "release.too_many_files",
      Array.from({ length: 1_600 }, (_, index) => ({ name: `package/f${index}` })),
    ),
    raw(
      "a bomb of folders",
      "release.bomb",
      Array.from({ length: 3_200 }, (_, index) => ({ name: `package/f${index}/`, type: "5" })),
    ),
    raw(
      "a file that claims to be too large",
      "release.too_large",
      [{ name: "package/big.bin", size: 20_000_000 }],
      /big\.bin|undefined/,
    ),
    raw("a way up", "release.path", [{ name: "package/../../evil.js" }], /evil\.js/),
    raw("a way up at the front", "release.path", [{ name: "../evil.js" }], /evil\.js/),
    raw("a way up in a folder's name", "release.path", [{ name: "package/../evil/", type: "5" }], /evil/),
    raw("a path from the root", "release.path", [{ name: "/etc/evil.js" }], /evil\.js/),
    raw("a path outside package/", "release.path", [{ name: "elsewhere/evil.js" }], /evil\.js/),
    raw("a drive", "release.path", [{ name: "package/C:/evil.js" }], /evil\.js/),
    raw("backslashes", "release.path", [{ name: "package\\..\\evil.js" }], /evil\.js/),
    raw("a folder that is this one", "release.path", [{ name: "package/./evil.js" }], /evil\.js/),
    raw("an empty part of a path", "release.path", [{ name: "package//evil.js" }], /evil\.js/),
    raw("a line end in a name", "release.path", [{ name: "package/evil\n.js" }]),
    raw("letters that look like others", "release.path", [{ name: "package/іndex.js" }]),
    raw("a blank in a name", "release.path", [{ name: "package/index.js " }]),
    raw("a name longer than may be", "release.path", [
      { name: "x", type: "x", content: pax("path", `package/${"a".repeat(220)}.js`) },
      { name: "package/short.js" },
    ]),
    raw(
      "a way up in a record of pax",
      "release.path",
      [{ name: "x", type: "x", content: pax("path", "package/../../evil.js") }, { name: "package/fine.js" }],
      /evil\.js/,
    ),
    raw(
      "a way up in a long name of GNU's",
      "release.path",
      [{ name: "././@LongLink", type: "L", content: "package/../../evil.js\0" }, { name: "package/fine.js" }],
      /evil\.js/,
    ),
    raw(
      "a symbolic link",
      "release.link",
      [{ name: "package/link.js", type: "2", link: "/etc/passwd" }],
      /link\.js/,
    ),
    raw(
      "a symbolic link to itself",
      "release.link",
      [{ name: "package/link.js", type: "2", link: "link.js" }],
      /link\.js/,
    ),
    raw(
      "a hard link",
      "release.link",
      [{ name: "package/link.js", type: "1", link: "package/index.js" }],
      /link\.js/,
    ),
    raw("a character device", "release.not_a_file", [{ name: "package/null.js", type: "3" }], /null\.js/),
    raw("a block device", "release.not_a_file", [{ name: "package/disk.js", type: "4" }], /disk\.js/),
    raw("a pipe", "release.not_a_file", [{ name: "package/pipe.js", type: "6" }], /pipe\.js/),
    raw("a file twice", "release.duplicate", [{ name: "package/index.js", content: "2" }], /index\.js/),
    raw("a file in another case", "release.duplicate", [{ name: "package/Index.JS" }], /index\.js/i),
    raw(
      "a file that is a folder too",
      "release.duplicate",
      [{ name: "package/index.js/more.js" }],
      /index\.js/,
    ),
    changed("a giant list", "release.manifest_too_large", /release\.json/, (files) =>
      files.set(LIST, Buffer.alloc(300_000, 32)),
    ),
    changed("a giant signature", "release.manifest_too_large", /signature\.json/, (files) =>
      files.set(SIGNATURE, Buffer.alloc(300_000, 32)),
    ),
    signed("a giant plugin.json", "release.manifest_too_large", /plugin\.json/, {
      manifest: { description: "x".repeat(300_000) },
    }),
    signed("a giant package.json", "release.manifest_too_large", /package\.json/, {
      package: { description: "x".repeat(300_000) },
    }),
    // The list
    changed("no list", "release.wrong_list", /release\.json/, (files) => files.delete(LIST)),
    changed("a list that is no JSON", "release.malformed", /release\.json/, (files) =>
      files.set(LIST, Buffer.from("{")),
    ),
    changed("a list that is no text", "release.malformed", /release\.json/, (files) =>
      files.set(LIST, Buffer.from([0xff, 0xfe])),
    ),
    changed("a file too many", "release.unlisted_file", /more\.js/, (files) =>
      files.set("more.js", Buffer.from("x")),
    ),
    changed("a listed file that is missing", "release.missing_file", /index\.js/, (files) =>
      files.delete("index.js"),
    ),
    changed("a file that was changed", "release.wrong_hash", /index\.js/, (files) =>
      files.set("index.js", Buffer.from(codeOf("evil"))),
    ),
    list("a list with another hash", "release.wrong_hash", (found) => ({
      ...found,
      files: found.files.map((each) => ({ ...each, sha256: "0".repeat(64) })),
    })),
    list("a list with another size", "release.wrong_hash", (found) => ({
      ...found,
      files: found.files.map((each) => ({ ...each, bytes: 1 })),
    })),
    list(
      "a list that names a way out",
      "release.path",
      ({ files }) => void files.push({ path: "../evil.js", bytes: 0, sha256: "0".repeat(64) }),
    ),
    list(
      "a list that names a file twice",
      "release.wrong_list",
      ({ files }) => void files.push(...files.slice(0, 1)),
    ),
    list(
      "a list that names itself",
      "release.wrong_list",
      ({ files }) => void files.push({ path: LIST, bytes: 0, sha256: "0".repeat(64) }),
    ),
    list("a list with a field of its own", "release.wrong_list", (found) => ({ ...found, more: 1 })),
    changed("a list that changes a prototype", "release.malformed", /release\.json/, (files) =>
      files.set(LIST, Buffer.from(String(files.get(LIST)).replace("{", '{"__proto__":{"files":[]},'))),
    ),
    {
      name: "a list of another plugin",
      code: "release.wrong_list",
      file: /release\.json/,
      archive: () => writeArchive(known.sign(tinyFiles(tiny()), { id: "other", version: VERSION })),
    },
    {
      name: "a list of another version",
      code: "release.wrong_list",
      file: /release\.json/,
      archive: () => writeArchive(known.sign(tinyFiles(tiny()), { id: VICTIM, version: "1.0.9" })),
    },
    // Who signed
    changed("no signature", "release.unsigned", /signature\.json/, (files) => files.delete(SIGNATURE)),
    changed("a signature that is no JSON", "release.malformed", /signature\.json/, (files) =>
      files.set(SIGNATURE, Buffer.from("x")),
    ),
    signature("a signature of something else", "release.wrong_signature", (found) =>
      Object.assign(found, { signature: "A".repeat(86) }),
    ),
    signature("another's key beside the signature", "release.wrong_signature", (found) =>
      Object.assign(found, { publicKey: unknown.publicKey }),
    ),
    signature("another algorithm", "release.wrong_signature", (found) =>
      Object.assign(found, { algorithm: "none" }),
    ),
    signature("a key that is none", "release.wrong_signature", (found) =>
      Object.assign(found, { publicKey: "_".repeat(43) }),
    ),
    signed("the key of a stranger", "release.other_publisher", /signature\.json/, {}, unknown),
    signed("a blocked key", "publisher.blocked", /signature\.json/, {}, blocked),
    signed("an expired key", "publisher.expired", /signature\.json/, {}, expired),
    signed(
      "the id of a plugin that comes with the platform",
      "release.reserved",
      /plugin\.json/,
      { id: "playground", manifest: { id: "playground" } },
      unknown,
    ),
    // plugin.json
    file("no plugin.json", "release.missing_file", "plugin.json", null),
    file("a plugin.json that is no JSON", "release.malformed", "plugin.json", "{"),
    file(
      "a plugin.json with a prototype's key",
      "release.malformed",
      "plugin.json",
      '{"__proto__":{"id":"x"}}',
    ),
    file(
      "a plugin.json with a constructor's key",
      "release.malformed",
      "plugin.json",
      '{"a":{"constructor":{"prototype":{}}}}',
    ),
    file("a plugin.json that is a list", "manifest.invalid", "plugin.json", "[]"),
    manifest("a field that nobody knows", { evil: true }),
    manifest("an id that leaves the folder", { id: "../evil" }),
    manifest("a version that is none", { version: "latest" }),
    manifest("a version that leaves the folder", { version: "1.1.0/../../x" }),
    manifest("an entry that leaves the folder", { entry: "../evil.js" }),
    manifest("an entry that is missing", { entry: "missing.js" }),
    manifest("a capability that there is not", { capabilities: { shell: true } }),
    manifest("settings that are no schema", { settings: { type: "nonsense" } }),
    manifest("a platform that is not this one", { engine: { host: "^9.0.0", api: "^0.1.0" } }),
    manifest("an API that is not this one", { engine: { host: "^0.1.0", api: "^9.0.0" } }),
    manifest("a dependency on itself", { dependencies: { [VICTIM]: "*" } }),
    manifest("a dependency that is missing", { dependencies: { nowhere: "^1.0.0" } }, "dependency.unmet"),
    manifest(
      "a dependency in another version",
      { dependencies: { playground: "^99.0.0" } },
      "dependency.unmet",
    ),
    manifest("a circle of dependencies", { dependencies: { friend: "^1.0.0" } }, "dependency.cycle"),
    signed("a version that others cannot work with", "dependency.unmet", /plugin\.json/, {
      version: "2.0.0",
    }),
    signed("an older version", "release.older", /plugin\.json/, { version: "0.9.0" }),
    signed("the same version with other content", "release.version_taken", /plugin\.json/, {
      version: "1.0.0",
      word: "evil",
    }),
    signed("a strategy", "manifest.invalid", /plugin\.json/, {
      manifest: { kind: "strategy", capabilities: undefined, migrations: undefined },
      files: { "migrations/0001_step.up.sql": undefined, "migrations/0001_step.down.sql": undefined },
    }),
    manifest("a migration that is not there", { migrations: { head: 2, breaking: 0 } }),
    signed("a migration without its way back", "manifest.invalid", /plugin\.json/, {
      files: { "migrations/0002_more.up.sql": "select 1;" },
    }),
    // package.json and the rest
    file("no package.json", "release.missing_file", "package.json", null),
    signed("another version in package.json", "manifest.invalid", /package\.json|plugin\.json/, {
      package: { version: "9.9.9" },
    }),
    pack("a script after the installation", "release.install_script", {
      scripts: { postinstall: "curl evil" },
    }),
    pack("a script before the installation", "release.install_script", {
      scripts: { preinstall: "curl evil" },
    }),
    pack("a script of the installation", "release.install_script", {
      scripts: { install: "node-gyp rebuild" },
    }),
    pack("packages to fetch", "release.unbundled", { dependencies: { evil: "*" } }),
    pack("code of another kind", "release.unbundled", { type: "commonjs" }),
    file("a module for one kind of machine", "release.native_module", "build/evil.node"),
    file("a library for one kind of machine", "release.native_module", "evil.so"),
    file("something to compile", "release.native_module", "binding.gyp"),
    file(
      "a package of its own in the place of the contract",
      "release.unbundled",
      "node_modules/@promostack/core/index.js",
    ),
    signed("code that is not built", "release.unbundled", /plugin\.json/, {
      manifest: { entry: "index.ts" },
      files: { "index.ts": "x" },
    }),
    signed("pages that are missing", "release.missing_file", /ui\/dist\/index\.js/, {
      manifest: {
        capabilities: { db: {}, ui: true },
        contributes: { pages: [{ site: "admin", path: "/x", title: "X" }] },
      },
    }),
    // Migrations
    sql("a table without row security", "tenancy.row_security", THING),
    sql("row security switched off", "release.forbidden_sql", "alter table note disable row level security;"),
    sql("row security not forced", "release.forbidden_sql", "alter table note no force row level security;"),
    sql(
      "row security dropped out of sight",
      "tenancy.row_security",
      "do $$ begin execute 'alter table note dis' || 'able row level security'; end $$;",
    ),
    sql("a wider policy", "tenancy.row_security", "create policy wide on note using (true);"),
    sql("a table in the host's schema", "migration.outside_schema", "create table host.evil (id int);"),
    sql("a table in a schema of its own", "migration.outside_schema", "create schema evil;"),
    sql(
      "a table elsewhere, out of sight",
      "migration.outside_schema",
      "do $$ begin execute 'create table ho' || 'st.evil (id int)'; end $$;",
    ),
    sql(
      "a table of the host changed",
      "migration.outside_schema",
      "alter table host.tenant add column evil int;",
    ),
    sql(
      "a policy of the host dropped",
      "migration.outside_schema",
      "drop policy tenant on host.tenant_users;",
    ),
    sql(
      "a function of the host replaced",
      "migration.outside_schema",
      "create or replace function host.current_tenant() returns uuid language sql as 'select null::uuid';",
    ),
    sql(
      "a trigger on a table of the host",
      "migration.outside_schema",
      "create function peek() returns trigger language plpgsql as $$ begin return new; end $$; create trigger evil before insert on host.tenant for each row execute function peek();",
    ),
    sql("rows of the host written", "migration.outside_schema", "update host.tenant set name = 'evil';"),
    sql(
      "rows of another plugin deleted",
      "migration.outside_schema",
      "delete from host.registration where plugin_id <> 'victim';",
    ),
    sql(
      "secrets read",
      "migration.outside_schema",
      "create table loot as select * from host.secret; drop table loot;",
    ),
    sql("a role changed", "release.forbidden_sql", "alter role current_user superuser;"),
    sql("another role taken on", "release.forbidden_sql", "set local role postgres;"),
    sql("a program started", "release.forbidden_sql", "copy note from program 'id';"),
    sql(
      "a file of the database's machine read",
      "release.forbidden_sql",
      "select pg_read_file('/etc/passwd');",
    ),
    sql("an extension", "release.forbidden_sql", "create extension dblink;"),
    sql(
      "a function with the owner's rights",
      "release.forbidden_sql",
      "create function evil() returns int language sql security definer as 'select 1';",
    ),
    sql(
      "a comment in the middle of it",
      "release.forbidden_sql",
      "create function evil() returns int language sql security/**/definer as 'select 1';",
    ),
    sql("the server's settings", "release.forbidden_sql", "alter system set fsync = off;"),
    sql("an end of the transaction", "migration.failed", "commit; begin;"),
    sql("a script that fails", "migration.failed", "create table broken (;"),
    signed("a migration that was changed after it ran", "migration.changed", /0001_step/, {
      files: { "migrations/0001_step.up.sql": `${TABLE} select 1;` },
    }),
    // Code
    code("code that is none", "plugin.load_failed", "this is no code"),
    code("code that exports no plugin", "plugin.no_default_export", "export default 1;"),
    code(
      "code that imports what is not there",
      "plugin.load_failed",
      'import "evil-package"; export default 1;',
    ),
    code(
      "a setup that fails",
      "plugin.setup_failed",
      codeOf("x").replace("setup(p) {", 'setup(p) { throw new Error("evil");'),
    ),
    code("a setup that waits", "setup.refused", codeOf("x").replace("setup(p) {", "async setup(p) {")),
    code(
      "a start that fails",
      "plugin.start_failed",
      codeOf("x", 'async start() { throw new Error("evil"); },'),
    ),
    code(
      "a release that is not well",
      "plugin.unhealthy",
      codeOf("x", 'async health() { return { state: "failed", detail: "evil" }; },'),
    ),
  ];
}

interface ListText {
  files: { path: string; bytes: number; sha256: string }[];
}
