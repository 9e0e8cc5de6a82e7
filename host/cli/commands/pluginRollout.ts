import { mistake } from "../../mistake.ts";
import type { PluginStatus } from "../../plugin/pluginStatus.ts";
import type { RolloutNote } from "../../plugin/rollout.ts";
import type { Command } from "../command.ts";
import type { RunningHost } from "../runningHost.ts";
import type { Session } from "../session.ts";
import { findTenant } from "./findTenant.ts";

const ID = { name: "<plugin>", description: "id of the plugin" };

const releases: Command = {
  name: "releases",
  summary: "a plugin's releases: live ones, and those that could be",
  arguments: [ID],
  async run(session, [plugin = ""]) {
    const { runtime } = await session.host();
    const known = await runtime.rollout.releases(plugin);
    if (known.length === 0) throw mistake(`There is no plugin ${plugin}.`, "See `promostack plugin list`.");
    const items = known.map(({ ref, place, until, goneBackAt, failure }) => ({
      version: ref.version,
      source: ref.source,
      place,
      until: until?.toISOString() ?? null,
      goneBackAt: goneBackAt?.toISOString() ?? null,
      failure: failure?.reason ?? null,
    }));
    session.terminal.answer({ plugin, items });
    session.terminal.table(
      ["VERSION", "IS", "FROM", "NOTE"],
      items.map(({ version, place, source, until, goneBackAt, failure }) => [
        version,
        place,
        source,
        failure ?? when("can be gone back to until", until) ?? when("gone back from", goneBackAt) ?? "",
      ]),
    );
  },
};

function when(what: string, time: string | null): string | undefined {
  return time === null ? undefined : `${what} ${time.slice(0, 16).replace("T", " ")} UTC`;
}

const rollback = act("rollback", "go back to the release before, on every replica", "rolled_back", {
  run: ({ runtime }, id, note) => runtime.rollout.rollBack(id, note),
  say: (id, status) => `${id} runs ${status?.version} again; replicas follow within seconds.`,
});

const promote = act(
  "promote",
  "make the candidate the active release, for all tenants",
  "candidate_promoted",
  {
    run: ({ runtime }, id, note) => runtime.rollout.promote(id, note),
    say: (id, status) => `${id} ${status?.version} serves everybody.`,
  },
);

const withdraw = act("withdraw", "take the candidate back", "candidate_withdrawn", {
  run: ({ runtime }, id, note) => runtime.rollout.withdraw(id, note),
  say: (id, status) => `Everybody gets ${id} ${status?.version} again.`,
});

const uninstall = act("uninstall", "take a plugin out; all that it holds stays", "uninstalled", {
  run: ({ runtime }, id, note) => runtime.rollout.uninstall(id, note),
  say: (id) => `${id} is uninstalled. Its data, settings, secrets and files stay; plugin purge deletes them.`,
});

const candidate: Command = {
  name: "candidate",
  summary: "let a release serve some tenants beside the active one",
  arguments: [ID, { name: "<version>", description: "release, as plugin releases lists it" }],
  options: [
    { flags: "--percent <number>", description: "share of all tenants, 0 to 100" },
    { flags: "--tenants <slugs>", description: "short names of tenants, separated by commas" },
  ],
  examples: [
    "plugin candidate my-plugin 1.2.0 --percent 10",
    "plugin candidate my-plugin 1.2.0 --tenants aurum",
  ],
  async run(session, [plugin = "", version = ""], options) {
    const percent = shareOf(options.percent);
    const slugs = String(options.tenants ?? "")
      .split(",")
      .filter((slug) => slug !== "");
    if (percent === 0 && slugs.length === 0)
      throw mistake("Nobody would get the candidate.", "Name --percent, --tenants, or both.");
    const tenants = await Promise.all(slugs.map(async (slug) => (await findTenant(session, slug)).id));
    const host = await session.host();
    const known = (await host.runtime.rollout.releases(plugin)).find(({ ref }) => ref.version === version);
    if (known === undefined)
      throw mistake(
        `There is no release ${version} of ${plugin}.`,
        `See: promostack plugin releases ${plugin}`,
      );
    const note = await noteOf(plugin, "candidate_offered", { version, percent, tenants });
    await host.runtime.rollout.offer(known.ref, { percent, tenants }, note);
    session.terminal.answer({ plugin, version, percent, tenants: slugs });
    const who = [...(percent > 0 ? [`${percent} % of the tenants`] : []), ...slugs].join(", ");
    session.terminal.print(`${plugin} ${version} serves ${who}. Then: plugin promote, or plugin withdraw.`);
  },
};

const purge: Command = {
  name: "purge",
  summary: "export all that a plugin holds, wait a day, then delete it",
  description:
    "Exports what the plugin holds into the installation's storage and deletes it, and the plugin, after a day. Until then --cancel calls it off, and --now does not wait. A host that runs does the deletion.",
  arguments: [ID],
  options: [
    { flags: "--yes", description: "do it; without, it only says what would happen" },
    { flags: "--cancel", description: "call off a purge that waits" },
    { flags: "--now", description: "with --yes: delete what a purge that waits would delete tomorrow" },
  ],
  async run(session, [plugin = ""], options) {
    const { purges } = await session.host();
    if (options.cancel === true) {
      await purges.callOff(plugin, await noteOf(plugin, "purge_called_off"));
      session.terminal.answer({ plugin, state: "called off" });
      return session.terminal.print(`The purge of ${plugin} is called off.`);
    }
    if (options.yes !== true)
      throw mistake(
        `A purge deletes the data, settings and secrets that all tenants have in ${plugin}.`,
        `Say --yes to begin. It can be called off for a day: promostack plugin purge ${plugin} --cancel`,
      );
    if (options.now === true) {
      await purges.hasten(plugin, await noteOf(plugin, "purge_hastened"));
      await purges.step();
      const state = (await purges.find(plugin))?.state;
      session.terminal.answer({ plugin, state });
      return session.terminal.print(
        state === "done" ? `${plugin} is deleted.` : `${plugin} is ${state} now.`,
      );
    }
    await purges.request(plugin, undefined, await noteOf(plugin, "purge_requested"));
    await purges.step();
    const begun = await purges.find(plugin);
    session.terminal.answer({ plugin, state: begun?.state, due: begun?.dueAt.toISOString() });
    session.terminal.print(
      begun?.state === "waiting"
        ? `Exported (${begun.exportBytes} bytes). It is deleted after ${begun.dueAt.toISOString()}.`
        : `The export failed: ${begun?.failure ?? "see the log"}. Nothing was deleted.`,
    );
  },
};

export const rolloutCommands: Command[] = [
  releases,
  rollback,
  candidate,
  promote,
  withdraw,
  uninstall,
  purge,
];

interface Act {
  run(host: RunningHost, id: string, note: RolloutNote): Promise<void>;
  say(id: string, status: PluginStatus | undefined): string;
}

function act(name: string, summary: string, action: string, { run, say }: Act): Command {
  return {
    name,
    summary,
    arguments: [ID],
    async run(session: Session, [plugin = ""]) {
      const host = await session.host();
      await run(host, plugin, await noteOf(plugin, action));
      const status = host.runtime.plugin(plugin);
      session.terminal.answer({ plugin, version: status?.version ?? null, state: status?.state ?? null });
      session.terminal.print(say(plugin, status));
    },
  };
}

/** Whoever may call the command line may do anything; the log says that it was done here. */
async function noteOf(plugin: string, action: string, after?: unknown): Promise<RolloutNote> {
  const { audit } = await import("../../identity/audit.ts");
  const source = { requestId: "command line", address: "" };
  return (trx) =>
    audit(trx, source, { tenantId: null, action: `plugin.${action}`, target: `plugin ${plugin}`, after });
}

function shareOf(given: string | boolean | undefined): number {
  if (given === undefined) return 0;
  const percent = Number(given);
  if (Number.isInteger(percent) && percent >= 0 && percent <= 100) return percent;
  throw mistake(`${String(given)} is no share of tenants.`, "Give a whole number from 0 to 100.");
}
