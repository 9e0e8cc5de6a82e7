import type { Sandbox } from "./sandbox.ts";
import type { Transact } from "./sql.ts";

/** A whole platform on a clock of its own, started for one command (a replay) and stopped after it. */
export interface EphemeralPlatform {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly tenantId: string;
  /** Moves the platform's clock; never backwards. */
  setTime(at: Date): void;
  /** Switches a plugin on for the tenant; where it is on, these settings go over the stored ones. */
  enable(plugin: string, settings: Record<string, unknown>): Promise<void>;
  /** Runs every window of the plugin's job that is due at the clock's time, through the scheduler's ledger. Answers how many ran. */
  tick(job: string): Promise<number>;
  /** Delivers outbox and events until nothing is due at the clock's time; answers when the next message falls due. */
  settle(): Promise<Date | undefined>;
  /** Calls a route of the platform as the tenant's owner. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Calls a route of the platform as its admin. */
  callAsAdmin<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

export interface CliContext {
  readonly json: boolean;
  readonly cwd: string;
  readonly sandbox: Sandbox;
  /** Loads a strategy from a folder, beside those that are installed, here and in a platform that boots later; answers its description's id and version. */
  addStrategy(folder: string): Promise<{ strategy: string; version: string }>;
  /** One line of text for a person; silent with `--json`. */
  print(line: string): void;
  /** The one JSON answer; silent without `--json`. */
  answer(value: unknown): void;
  /** A progress bar on standard error, when that is a terminal. */
  progress(label: string, total: number): { advance(by?: number): void; done(): void };
  /** Boots the platform in `dataDir` (a temporary folder when absent, deleted afterwards); an existing one is resumed. */
  platform(options: {
    dataDir?: string;
    startAt: Date;
    enable: { plugin: string; settings: Record<string, unknown> }[];
  }): Promise<EphemeralPlatform>;
  /**
   * A transaction over the plugin's own schema in the installation's database, beside the hosts that run. Opened when it is
   * first used; only with the capability `db.platform`.
   */
  readonly platformDb?: Transact;
  readonly signal: AbortSignal;
}

export interface CliOption {
  /** Commander's notation: `--candles <file>`. */
  flags: string;
  description: string;
  default?: string;
  required?: boolean;
  /** May be given several times: the values come in one text, a line each. */
  repeatable?: boolean;
}

/** A command that a plugin adds to `npx promostack`, under the name in plugin.json: one word, or a group and a word in it. */
export interface CliCommand {
  summary: string;
  /** What `--help` says first; the summary when absent. */
  description?: string;
  /** Calls without the program's name: `sweep my-strategy --candles gold.csv`. */
  examples?: string[];
  /** Commander's notation: `<strategy>`, or `[folder]` where it may be left out. */
  arguments?: { name: string; description: string }[];
  options: CliOption[];
  /** A PlatformError thrown here prints its message and hint, exit code 1 (2 where `status` is 400: a user's mistake). */
  run(
    context: CliContext,
    args: string[],
    options: Record<string, string | boolean | undefined>,
  ): Promise<void>;
}
