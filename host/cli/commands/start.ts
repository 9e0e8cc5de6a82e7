import { once } from "node:events";
import type { Command } from "../command.ts";
import type { RunningHost } from "../runningHost.ts";
import { PORT_OPTION, portOf, portTaken, watchStrayErrors, welcome } from "../serving.ts";

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
    const { startHost } = await import("../../host.ts");
    const began = performance.now();
    const host: RunningHost = await startHost(config).catch((error) => {
      throw portTaken(error, config.port);
    });
    session.onClose(() => host.stop());
    const stray = watchStrayErrors(host);
    await welcome(session, host, performance.now() - began);
    if (!session.signal.aborted) await Promise.race([once(session.signal, "abort"), stray]);
    session.terminal.print("\nStopping: what is under way is finished first. Ctrl+C again to stop at once.");
  },
};
