import type { Clock } from "@promostack/core";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/database.ts";
import type { Installer } from "../install/installer.ts";
import type { Ticker } from "../job/ticker.ts";
import type { Runtime } from "../plugin/runtime.ts";
import type { Purges } from "../rollout/purges.ts";

/** What the command line uses of a host that runs in this process. */
export interface RunningHost {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly config: Config;
  readonly database: Database;
  readonly runtime: Runtime;
  readonly ticker: Ticker;
  readonly purges: Purges;
  readonly installer: Installer;
  /** Sends what is due at the clock's time; answers when the next message falls due. */
  readonly dispatcher: { drain(until: Date): Promise<{ sent: number; nextDue?: Date }> };
  /** When this process should make way for a fresh one. */
  readonly recycleDue: Promise<void>;
  stop(): Promise<void>;
}

export interface HostOptions {
  /** Business time; the machine's, or the playground's shared clock, when absent. */
  clock?: Clock;
  /** False: nothing runs unless it is asked to (no leader, no recurring jobs, no dispatching). */
  background?: boolean;
  /** Folders of strategies beside the installed ones. */
  strategies?: readonly string[];
}

/** A host for one command: on a free port, doing nothing by itself. */
export async function startQuietHost(config: Config, options: HostOptions = {}): Promise<RunningHost> {
  const { startHost } = await import("../host.ts");
  const logLevel = process.env.PROMOSTACK_DEBUG ? "warn" : "silent";
  return startHost({ ...config, port: 0, logLevel }, { background: false, ...options });
}
