import type { Log } from "@promostack/core";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/database.ts";
import type { RunningHost } from "./runningHost.ts";
import type { Terminal } from "./terminal.ts";

/** What one call of the command line opened; everything is opened when it is first asked for, and closed at the end. */
export class Session {
  readonly terminal: Terminal;
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** With what the process ends where the command succeeds. */
  exitCode = 0;
  readonly #variables: NodeJS.ProcessEnv;
  readonly #closers: (() => Promise<unknown>)[] = [];
  #config: Config | undefined;
  #database: Promise<Database> | undefined;
  #host: Promise<RunningHost> | undefined;

  constructor(options: {
    terminal: Terminal;
    cwd: string;
    signal: AbortSignal;
    variables?: NodeJS.ProcessEnv;
  }) {
    this.terminal = options.terminal;
    this.cwd = options.cwd;
    this.signal = options.signal;
    this.#variables = options.variables ?? process.env;
  }

  /** The configuration. Raises `config.invalid`. */
  async config(): Promise<Config> {
    const { readConfig } = await import("../config/config.ts");
    this.#config ??= readConfig(this.#variables);
    return this.#config;
  }

  /** The platform's database, migrated. The embedded one is started where it does not run. */
  database(options: { keyIsLost?: boolean } = {}): Promise<Database> {
    this.#database ??= this.#openDatabase(options);
    return this.#database;
  }

  /** A host of our own beside those that run, without an address for the public and without background work. */
  host(): Promise<RunningHost> {
    this.#host ??= this.#openHost();
    return this.#host;
  }

  /** Warnings and errors go to standard error with PROMOSTACK_DEBUG; a command says what matters itself. */
  get log(): Log {
    const debug = Boolean(this.#variables.PROMOSTACK_DEBUG);
    const write = (message: string, fields?: Record<string, unknown>) => {
      if (debug) this.terminal.note(`${message} ${fields ? JSON.stringify(fields) : ""}`);
    };
    return { debug: () => undefined, info: () => undefined, warn: write, error: write };
  }

  /** Runs at the end, last opened first. */
  onClose(close: () => Promise<unknown>): void {
    this.#closers.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }

  async #openDatabase(options: { keyIsLost?: boolean }): Promise<Database> {
    const config = await this.config();
    const { openDatabase } = await import("../db/database.ts");
    const database = await openDatabase(config, this.log, options);
    this.onClose(() => database.close());
    return database;
  }

  async #openHost(): Promise<RunningHost> {
    const config = await this.config();
    const { startQuietHost } = await import("./runningHost.ts");
    const host = await startQuietHost(config);
    this.onClose(() => host.stop());
    return host;
  }
}
