import { mistake } from "../../mistake.ts";
import type { Command, CommandGroup } from "../command.ts";
import type { Session } from "../session.ts";

const status: Command = {
  name: "status",
  summary: "what is applied, of the host and of each plugin",
  async run(session) {
    const database = await session.database();
    const host = await database.owner((trx) =>
      trx.many<{ number: number; name: string; appliedAt: Date }>(
        `select number, name, applied_at as "appliedAt" from host.migration order by number`,
      ),
    );
    const plugins = await ledgers(session);
    session.terminal.answer({ host, plugins });
    session.terminal.table(
      ["OWNER", "APPLIED", "OF", "NEWEST"],
      [
        ["host", String(host.length), String(host.length), host.at(-1)?.name ?? ""],
        ...plugins.map((each) => [
          each.plugin,
          String(each.applied.length),
          String(each.head),
          each.applied.at(-1)?.name ?? "not installed yet",
        ]),
      ],
    );
  },
};

const up: Command = {
  name: "up",
  summary: "apply what is missing; starting does the same",
  async run(session) {
    const database = await session.database();
    const { bundledPlugins } = await import("../../plugin/bundled.ts");
    const { migratePlugin } = await import("../../db/pluginMigrations.ts");
    const done: { plugin: string; applied: number[] }[] = [];
    for (const { id, folder, manifest, problem } of await bundledPlugins()) {
      if (problem) throw problem;
      if (!manifest?.migrations) continue;
      const { head, breaking } = manifest.migrations;
      const platform = manifest.capabilities?.db?.platform ?? false;
      done.push({
        plugin: id,
        applied: await migratePlugin(database, { pluginId: id, folder, head, breaking, platform }),
      });
    }
    session.terminal.answer({ plugins: done });
    const news = done.filter((each) => each.applied.length > 0);
    for (const { plugin, applied } of news)
      session.terminal.print(`${plugin}: applied ${applied.join(", ")}`);
    if (news.length === 0) session.terminal.print("Everything is applied.");
  },
};

const down: Command = {
  name: "down",
  summary: "undo a plugin's migrations, newest first",
  description:
    "Undoes a plugin's migrations with the scripts that its ledger keeps. What the tables held is gone. Stop every host first.",
  arguments: [{ name: "<plugin>", description: "id of the plugin" }],
  options: [
    { flags: "--to <number>", description: "undo down to this migration", required: true },
    { flags: "--yes", description: "really: this deletes data" },
  ],
  examples: ["migrate down my-plugin --to 0 --yes"],
  async run(session, [plugin = ""], options) {
    const to = Number(options.to);
    if (!Number.isInteger(to) || to < 0)
      throw mistake(`${String(options.to)} is not the number of a migration.`);
    const database = await session.database();
    const { migratePluginDown, pluginLedger } = await import("../../db/pluginMigrations.ts");
    const applied = await pluginLedger(database, plugin);
    const doomed = applied.filter(({ number }) => number > to);
    if (applied.length === 0)
      throw mistake(`${plugin} has no migrations applied.`, "See `promostack migrate status`.");
    if (!options.yes && doomed.length > 0)
      throw mistake(
        `This would undo ${doomed.map(({ name }) => name).join(", ")} of ${plugin} and delete what they hold.`,
        "Add --yes to do it.",
      );
    const undone = await migratePluginDown(database, plugin, to);
    session.terminal.answer({ plugin, undone });
    session.terminal.print(
      undone.length === 0 ? "Nothing to undo." : `${plugin}: undid ${undone.join(", ")}.`,
    );
  },
};

export const migrate: CommandGroup = {
  name: "migrate",
  summary: "database migrations",
  commands: [status, up, down],
};

async function ledgers(session: Session) {
  const { bundledPlugins } = await import("../../plugin/bundled.ts");
  const { pluginLedger } = await import("../../db/pluginMigrations.ts");
  const database = await session.database();
  return Promise.all(
    (await bundledPlugins())
      .filter(({ manifest }) => manifest?.migrations)
      .map(async ({ id, manifest }) => ({
        plugin: id,
        head: manifest?.migrations?.head ?? 0,
        applied: await pluginLedger(database, id),
      })),
  );
}
