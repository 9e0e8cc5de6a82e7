import { access } from "node:fs/promises";
import { join } from "node:path";
import { type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { readMigrations } from "../db/migrationFiles.ts";
import type { RegisteredFiles } from "../plugin/pluginStatus.ts";
import { Time } from "./schemas.ts";

export const MigrationFact = Type.Object({
  number: Type.Integer(),
  name: Type.String(),
  state: Type.Union([Type.Literal("applied"), Type.Literal("pending"), Type.Literal("contracting")], {
    description:
      "contracting: waits until nobody can go back to a release that needs what it takes away, and no process runs one",
  }),
  appliedAt: Type.Optional(Time),
  breaking: Type.Boolean({ description: "Releases that end below it cannot run any more" }),
});
export type MigrationFact = Static<typeof MigrationFact>;

interface Applied {
  number: number;
  name: string;
  breaking: boolean;
  at: Date;
}

/** What is applied of a plugin's schema, and what the registered release has beyond it; the newest first. */
export async function migrationFacts(
  database: Pick<Database, "query">,
  pluginId: string,
  registered: RegisteredFiles | undefined,
): Promise<MigrationFact[]> {
  const applied = await database.query<Applied>(
    "select number, name, breaking, applied_at as at from host.plugin_migration where plugin_id = $1",
    [pluginId],
  );
  const facts = applied.map(
    ({ at, ...row }): MigrationFact => ({ ...row, state: "applied", appliedAt: at.toISOString() }),
  );
  const done = new Set(applied.map(({ number }) => number));
  const { contracting = [], breaking } = registered?.manifest.migrations ?? {};
  for (const { number, name } of await scriptsOf(registered)) {
    if (done.has(number)) continue;
    const contracts = contracting.includes(number);
    facts.push({
      number,
      name,
      // A new schema gets all of them at once.
      state: contracts && done.size > 0 ? "contracting" : "pending",
      breaking: contracts || number === breaking,
    });
  }
  return facts.sort((one, other) => other.number - one.number);
}

async function scriptsOf(
  registered: RegisteredFiles | undefined,
): Promise<{ number: number; name: string }[]> {
  if (registered === undefined) return [];
  const folder = join(registered.folder, "migrations");
  const there = await access(folder).then(
    () => true,
    () => false,
  );
  return there ? readMigrations(folder, { pairs: true }) : [];
}
