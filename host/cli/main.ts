import type { Writable } from "node:stream";
import { hostVersion } from "../version.ts";
import { bundledCommands } from "./bundledCommands.ts";
import type { Command, CommandGroup } from "./command.ts";
import { report } from "./failure.ts";
import { installedCommands } from "./installedCommands.ts";
import { HelpShown, readCall } from "./program.ts";
import { askedFor, type Section, withPluginCommands } from "./sections.ts";
import { Session } from "./session.ts";
import { Terminal } from "./terminal.ts";

/** Where a call happens; this process's own streams, folder and environment when absent. */
export interface Surroundings {
  out?: Writable;
  err?: Writable;
  cwd?: string;
  variables?: NodeJS.ProcessEnv;
}

/** Runs one call of `promostack`; answers the exit code. `words` are those after the program's name. */
export async function main(words: readonly string[], around: Surroundings = {}): Promise<number> {
  const { variables = process.env, cwd = process.cwd() } = around;
  const terminal = new Terminal({ json: words.includes("--json"), out: around.out, err: around.err });
  const stop = new AbortController();
  const session = new Session({ terminal, cwd, signal: stop.signal, variables });
  const interrupt = () => {
    // A second signal means now.
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error("Interrupted."));
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    const { sections, remark } = await everySection(session, words);
    const call = readCall(words, { sections, version: await hostVersion(), terminal, remark });
    await call.command.run(session, call.args, call.options);
    return session.exitCode;
  } catch (error) {
    if (error instanceof HelpShown) return 0;
    return report(error, terminal, Boolean(variables.PROMOSTACK_DEBUG));
  } finally {
    await session.close().catch((error) => report(error, terminal));
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** Heading of what authors use, bundled plugins' commands included. */
const STRATEGIES = "Strategies:";
const INSTALLED = "Installed plugins:";

/** The host's commands and the plugins', bundled and installed; whoever calls one that is known here needs no database for it. */
async function everySection(
  session: Session,
  words: readonly string[],
): Promise<{ sections: Section[]; remark?: string }> {
  const named = words.filter((word) => !word.startsWith("-"));
  const sections = withPluginCommands(await ownSections(), await bundledCommands(named), STRATEGIES);
  const wanted = askedFor(sections, named);
  if (wanted === "known") return { sections };
  const { commands, remark } = await installedCommands(session, named, wanted);
  const more = commands.length === 0 ? sections : [...sections, { heading: INSTALLED, commands: [] }];
  return { sections: withPluginCommands(more, commands, INSTALLED), remark };
}

async function ownSections(): Promise<Section[]> {
  const [run, data, people, authors] = await Promise.all([
    Promise.all([
      import("./commands/start.ts"),
      import("./commands/doctor.ts"),
      import("./commands/jobs.ts"),
    ]),
    Promise.all([import("./commands/migrate.ts"), import("./commands/secrets.ts")]),
    Promise.all([
      import("./commands/tenant.ts"),
      import("./commands/plugin.ts"),
      import("./commands/connections.ts"),
    ]),
    Promise.all([
      import("./commands/create.ts"),
      import("./commands/strategy.ts"),
      import("./commands/keys.ts"),
    ]),
  ]);
  const [{ start }, { doctor }, { jobs }] = run;
  const [{ migrate }, { secrets }] = data;
  const [{ tenant }, { plugin }, { connections }] = people;
  const [{ create }, { strategy }, { keys }] = authors;
  const section = (heading: string, ...commands: (Command | CommandGroup)[]): Section => ({
    heading,
    commands,
  });
  return [
    section("Run the platform:", start, doctor, jobs),
    section("Tenants and plugins:", tenant, plugin, connections),
    section(STRATEGIES, create, strategy, keys),
    section("Data:", migrate, secrets),
  ];
}
