import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CliContext, Sandbox } from "@promostack/core";
import type { OpenSandbox } from "../sandbox/sandbox.ts";
import type { Session } from "./session.ts";

export const STRATEGIES = fileURLToPath(new URL("../../strategies", import.meta.url));

/** What a plugin's command gets; `ownerOfTables` is the plugin, where it may work on its tables. Nothing is opened before it is used: a command that only prints starts at once. */
export async function createContext(session: Session, ownerOfTables?: string): Promise<CliContext> {
  const { terminal, cwd, signal } = session;
  const sandbox = await openCliSandbox(session);
  const added: string[] = [];
  return {
    json: terminal.json,
    cwd,
    sandbox,
    signal,
    async addStrategy(given) {
      const folder = path.resolve(cwd, given);
      const strategy = await sandbox.addFolder(folder);
      added.push(folder);
      return strategy;
    },
    print: (line) => terminal.print(line),
    answer: (value) => terminal.answer(value),
    progress: (label, total) => terminal.progress(label, total),
    ...(ownerOfTables !== undefined && {
      async platformDb(work) {
        const { schemaOf } = await import("../db/pluginMigrations.ts");
        return (await session.database()).system(work, schemaOf(ownerOfTables));
      },
    }),
    async platform(options) {
      const { startEphemeralPlatform } = await import("./ephemeralPlatform.ts");
      const platform = await startEphemeralPlatform({ ...options, cwd, strategies: added });
      session.onClose(() => platform.stop());
      return platform;
    },
  };
}

/** The strategies that this installation knows, in runners that are forked when the first is asked. */
export async function openCliSandbox(session: Session): Promise<Sandbox & Pick<OpenSandbox, "addFolder">> {
  const { openSandbox } = await import("../sandbox/sandbox.ts");
  // Not in DATA_DIR: a backtest from some folder must not leave a data folder there.
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  const sandbox = await openSandbox({
    strategyFolders: [STRATEGIES],
    cacheFolder: path.join(cache, "promostack"),
  });
  session.onClose(() => sandbox.close());
  return sandbox;
}
