import { once } from "node:events";
import type { Command } from "../command.ts";
import { onOrphaned, RECYCLED, respawn } from "../respawn.ts";
import type { RunningHost } from "../runningHost.ts";
import { PORT_OPTION, portOf, portTaken, refuseTaken, watchStrayErrors, welcome } from "../serving.ts";

export const start: Command = {
  name: "start",
  summary: "start the platform and keep it running",
  description:
    "Starts the platform: its database (one of its own where DATABASE_URL is not set), the plugins, both sites and the jobs. Ctrl+C finishes what is under way and stops; a second Ctrl+C stops at once.",
  options: [PORT_OPTION],
  examples: ["start", "start --port 8080", "start --json | head -1"],
  async run(session, _args, options) {
    const given = await session.config();
    const config = { ...given, port: portOf(options) ?? given.port };
    await refuseTaken(config.port);
    const { startHost } = await import("../../host.ts");
    const began = performance.now();
    const host: RunningHost = await startHost(config).catch((error) => {
      throw portTaken(error, config.port);
    });
    session.onClose(() => host.stop());
    const recycled = host.recycleDue.then(() => "recycled" as const);
    const orphaned = new Promise<void>(onOrphaned);
    const stray = watchStrayErrors(host);
    await welcome(session, host, performance.now() - began);
    const stopped = session.signal.aborted ? Promise.resolve() : once(session.signal, "abort");
    const end = await Promise.race([stopped, stray, recycled, orphaned]);
    if (end === "recycled") {
      await host.stop();
      session.exitCode = config.recycle.how === "respawn" ? await respawn(session.signal) : RECYCLED;
      return;
    }
    session.terminal.print("\nStopping: what is under way is finished first. Ctrl+C again to stop at once.");
  },
};
