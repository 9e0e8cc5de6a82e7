import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Log, PlatformError } from "@promostack/core";
import pg from "pg";
import { findBinaries } from "./embeddedBinaries.ts";
import { codeOf } from "./failure.ts";
import { findPostmaster, freePort } from "./postmaster.ts";
import { commandAs, type ServerUser, serverUser } from "./serverUser.ts";

const EMBEDDED_OWNER = "promostack";
const FACTS = "promostack.json";
const SCRATCH = "postgres.new-";
const LOG_LIMIT = 10_000_000;

/** Kept inside the data directory, so that directory, password and port appear and move as one. */
interface Facts {
  password: string;
  port: number;
}

export interface EmbeddedOptions {
  /** The server lives in `<dataDir>/postgres` and logs to `<dataDir>/postgres.log`. */
  dataDir: string;
  log: Log;
  /** Server settings, such as `fsync: "off"` for tests. */
  settings?: Readonly<Record<string, string>>;
}

/** One PostgreSQL server of our own on 127.0.0.1. It outlives the host that started it; whoever comes next adopts it. */
export class EmbeddedCluster {
  readonly directory: string;
  readonly #options: EmbeddedOptions;
  #facts: Facts = { password: "", port: 0 };
  #user: ServerUser = {};

  constructor(options: EmbeddedOptions) {
    this.#options = options;
    this.directory = join(options.dataDir, "postgres");
  }

  /** Address of a database in the server, as the owner (its superuser). */
  url(database: string): string {
    return `postgres://${EMBEDDED_OWNER}:${this.#facts.password}@127.0.0.1:${this.#facts.port}/${database}`;
  }

  /**
   * Makes the data directory where there is none, then adopts the running server or starts one. Safe to be called by several
   * processes at once. Resolves when the server answers.
   */
  async ensureRunning(): Promise<void> {
    await mkdir(this.#options.dataDir, { recursive: true });
    this.#user = await serverUser();
    this.#facts = (await this.#readFacts()) ?? (await this.#initialise());
    const deadline = Date.now() + 60_000;
    for (let starts = 0; Date.now() < deadline; ) {
      const running = await findPostmaster(this.directory);
      if (running) {
        if (running.port > 0) {
          this.#facts.port = running.port;
          if (await this.#answers()) return;
        }
        await sleep(25);
        continue;
      }
      if (++starts > 3) break;
      await this.#start();
    }
    throw await this.#failure("did not start");
  }

  /** Address of a database in the server that runs; undefined where it was made and does not run, null where none was made. */
  async runningUrl(database: string): Promise<string | undefined | null> {
    const facts = await this.#readFacts();
    if (facts === undefined) return null;
    const { port = 0 } = (await findPostmaster(this.directory)) ?? {};
    if (port === 0) return undefined;
    this.#facts = { ...facts, port };
    return this.url(database);
  }

  /** Ends every connection and stops the server. Nothing happens where it does not run. */
  async stop(): Promise<void> {
    const running = await findPostmaster(this.directory);
    if (!running) return;
    // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, data is flushed.
    process.kill(running.pid, "SIGINT");
    const deadline = Date.now() + 30_000;
    while ((await findPostmaster(this.directory))?.pid === running.pid) {
      if (Date.now() > deadline) throw await this.#failure("did not stop");
      await sleep(20);
    }
  }

  async #readFacts(): Promise<Facts | undefined> {
    try {
      return JSON.parse(await readFile(join(this.directory, FACTS), "utf8"));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw new PlatformError(`The embedded database in ${this.directory} cannot be read.`, {
        code: "database.embedded_unreadable",
        hint: "Start the host as the same user as before, or give that user the folder.",
        cause: error,
      });
    }
  }

  /** Made aside and renamed into place: of two hosts that start at once, one wins and the other takes what is there. */
  async #initialise(): Promise<Facts> {
    const { dataDir, log, settings } = this.#options;
    log.info("Making the embedded database", { directory: this.directory });
    await this.#sweep();
    const { initdb } = await findBinaries();
    const facts: Facts = { password: randomBytes(24).toString("hex"), port: await freePort(0) };
    const scratch = join(dataDir, `${SCRATCH}${randomBytes(6).toString("hex")}`);
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    try {
      const passwordFile = join(scratch, "password");
      await writeFile(passwordFile, facts.password, { mode: 0o600 });
      await this.#own(scratch);
      await this.#own(passwordFile);
      const data = join(scratch, "data");
      await this.#initdb(initdb, [
        `--pgdata=${data}`,
        `--username=${EMBEDDED_OWNER}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The same order of text on every machine, whatever its locale.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        ...(settings?.fsync === "off" ? ["--no-sync"] : []),
      ]);
      await this.#writeFacts(data, facts);
      await rename(data, this.directory);
      return facts;
    } catch (error) {
      const theirs = await this.#readFacts();
      if (theirs) return theirs;
      throw error;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Takes away what a host that died in the middle of making one left behind. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#options.dataDir)) {
      if (!name.startsWith(SCRATCH)) continue;
      const path = join(this.#options.dataDir, name);
      const found = await stat(path).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > 600_000) await rm(path, { recursive: true, force: true });
    }
  }

  async #initdb(file: string, flags: string[]): Promise<void> {
    const command = await commandAs(this.#user, file, flags, [this.directory]);
    const child = spawn(command.file, command.args, {
      ...command.options,
      cwd: this.#options.dataDir,
      stdio: ["ignore", "ignore", "pipe"],
      env: serverEnv(),
    });
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint += text;
    });
    const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    if (code !== 0) throw await this.#failure(`could not be made: ${complaint.trim()}`);
  }

  async #start(): Promise<void> {
    const { postgres } = await findBinaries();
    const port = await freePort(this.#facts.port);
    if (port !== this.#facts.port) {
      this.#facts.port = port;
      await this.#writeFacts(this.directory, this.#facts);
    }
    const settings = {
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      timezone: "UTC",
      log_timezone: "UTC",
      jit: "off",
      max_connections: "100",
      ...this.#options.settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const args = ["-D", this.directory, "-p", String(port), ...flags];
    const command = await commandAs(this.#user, postgres, args, [this.directory]);
    const logFile = await this.#openLog();
    try {
      const child = spawn(command.file, command.args, {
        ...command.options,
        cwd: this.#options.dataDir,
        // A session of its own: Ctrl+C in the host's terminal must not reach it, and it outlives the host.
        detached: true,
        stdio: ["ignore", logFile.fd, logFile.fd],
        env: serverEnv(),
      });
      child.unref();
      const ended = new Promise<void>((resolve, reject) => {
        child.once("error", reject).once("exit", () => resolve());
      });
      const stop = new AbortController();
      await Promise.race([ended, this.#answersSoon(stop.signal)]).finally(() => stop.abort());
    } finally {
      await logFile.close();
    }
  }

  async #answersSoon(signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!signal.aborted && Date.now() < deadline && !(await this.#answers())) await sleep(15);
  }

  /** True where the server at our port lets us in and stands on our directory. */
  async #answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.url("postgres"), connectionTimeoutMillis: 5_000 });
    // Errors after the answer (a server that stops) are not of interest here.
    client.on("error", () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ directory: string }>(
        "select current_setting('data_directory') as directory",
      );
      const directory = rows[0]?.directory;
      return directory !== undefined && (await realpath(directory)) === (await realpath(this.directory));
    } catch (error) {
      this.#options.log.debug("The embedded database does not answer yet", { reason: String(error) });
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async #openLog() {
    const path = join(this.#options.dataDir, "postgres.log");
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    return open(path, size > LOG_LIMIT ? "w" : "a", 0o600);
  }

  async #writeFacts(directory: string, facts: Facts): Promise<void> {
    const path = join(directory, FACTS);
    await writeFile(`${path}.new`, JSON.stringify(facts), { mode: 0o600 });
    await this.#own(`${path}.new`);
    await rename(`${path}.new`, path);
  }

  async #own(path: string): Promise<void> {
    const { uid, gid } = this.#user;
    if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  }

  async #failure(what: string): Promise<PlatformError> {
    const tail = await readFile(join(this.#options.dataDir, "postgres.log"), "utf8").then(
      (text) => text.trim().split("\n").slice(-5).join("\n"),
      () => "",
    );
    return new PlatformError(`The embedded database ${what}.${tail === "" ? "" : `\n${tail}`}`, {
      code: "database.embedded_failed",
      hint: `See postgres.log in ${this.#options.dataDir}, or set DATABASE_URL to a PostgreSQL of your own.`,
    });
  }
}

/** Nothing of the host's environment (PGPORT, secrets) reaches the server. */
function serverEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}
