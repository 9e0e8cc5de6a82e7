import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { publicKeyOf } from "../../release/publicKey.ts";
import { signRelease } from "../../release/signature.ts";
import { writeArchive } from "../../release/writeArchive.ts";

export interface Tiny {
  id: string;
  version: string;
  /** Laid over plugin.json. */
  manifest?: Record<string, unknown>;
  /** Laid over package.json. */
  package?: Record<string, unknown>;
  /** More files, or others in their place; undefined takes one out. */
  files?: Record<string, string | Buffer | undefined>;
  /** What its route answers. */
  word?: string;
}

/** A plugin with a route, as `plugin pack` makes it, without a compiler: its files. */
export function tinyFiles({
  id,
  version,
  manifest,
  package: pack,
  files = {},
  word = version,
}: Tiny): Map<string, Buffer> {
  const found: Record<string, string | Buffer | undefined> = {
    "plugin.json": JSON.stringify({ ...manifestOf(id, version), ...manifest }),
    "package.json": JSON.stringify({ name: `promostack-plugin-${id}`, version, type: "module", ...pack }),
    "index.js": codeOf(word),
    ...files,
  };
  return new Map(
    Object.entries(found).flatMap(([name, text]): [string, Buffer][] =>
      text === undefined ? [] : [[name, Buffer.from(text)]],
    ),
  );
}

/** A table of the plugin's own, and its row of settings, for a migration. */
export const TABLE =
  "create table note (tenant_id uuid not null, id int not null, primary key (tenant_id, id)); select host.secure('note');";

/** One migration with its way back, and what plugin.json says of it. */
export function withMigrations(...ups: string[]): Pick<Tiny, "manifest" | "files"> {
  const files = Object.fromEntries(
    ups.flatMap((up, index) => {
      const name = `migrations/000${index + 1}_step`;
      const table = /create table (\w+)/.exec(up)?.[1];
      const column = /add column (\w+)/.exec(up)?.[1];
      return [
        [`${name}.up.sql`, up],
        [`${name}.down.sql`, down(table, column)],
      ];
    }),
  );
  return { manifest: { capabilities: { db: {} }, migrations: { head: ups.length, breaking: 0 } }, files };
}

function down(table: string | undefined, column: string | undefined): string {
  if (column !== undefined) return `alter table note drop column if exists ${column};`;
  return table === undefined ? "select 1;" : `drop table if exists ${table};`;
}

/** Somebody who signs. */
export class TinyPublisher {
  readonly key: KeyObject = generateKeyPairSync("ed25519").privateKey;

  get publicKey(): string {
    return publicKeyOf(this.key);
  }

  archive(tiny: Tiny): Promise<Buffer> {
    return writeArchive(this.sign(tinyFiles(tiny), tiny));
  }

  sign(
    files: ReadonlyMap<string, Buffer>,
    { id, version }: Pick<Tiny, "id" | "version">,
  ): Map<string, Buffer> {
    return signRelease(files, { kind: "plugin", id, version }, this.key);
  }
}

export function codeOf(word: string, more = ""): string {
  return `import { definePlugin, Type } from "@promostack/core";
export default definePlugin({
  setup(p) {
    p.route({ method: "GET", path: "/word", permission: "public", summary: "Its word",
      input: { output: Type.Object({ word: Type.String() }) }, limits: { perMinute: 600 },
      handle: async () => ({ word: ${JSON.stringify(word)} }) });
  },
  ${more}
});
`;
}

function manifestOf(id: string, version: string) {
  return {
    id,
    kind: "plugin",
    version,
    title: `Plugin ${id}`,
    summary: "Says its word.",
    publisher: { name: "Ana" },
    license: "MIT",
    entry: "index.js",
    engine: { host: "^0.1.0", api: "^0.1.0" },
    tenancy: { scope: "platform", default: "enabled" },
  };
}
