import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PlatformError } from "@promostack/core";
import { assetUnavailable, failed, tooHeavy, tooSlow } from "./failures.ts";
import type { FromPainter, Job, Result, ToPainter } from "./order.ts";
import { residentMemory } from "./residentMemory.ts";

/** Gives the content of a file by its hash. */
export type LoadFile = (hash: string) => Promise<Uint8Array>;

const PROGRAM = fileURLToPath(new URL("./painter.mjs", import.meta.url));
/** A slow start is the machine's fault, not the picture's. */
const START_TIMEOUT_MS = 30_000;
/** Files come from storage; a slow one is not the painter's fault. */
const LOAD_TIMEOUT_MS = 5_000;

/** Bytes beyond which the process is stopped in the middle of its work. */
const MOST_MEMORY = 700_000_000;
const MEMORY_LOOK_MS = 100;

interface Work {
  id: number;
  load: LoadFile;
  deadline: NodeJS.Timeout | undefined;
  watch: NodeJS.Timeout;
  done(result: Result): void;
  failed(error: PlatformError): void;
}

/**
 * One process that draws, one job at a time. A process and not a thread: the registry of fonts and the memory of canvas and sharp
 * belong to the process, a fault in their native code would take the host along, and only a process can be stopped in the middle of it.
 */
export class Painter {
  readonly #process: ChildProcess;
  readonly #timeoutMs: number;
  readonly #gone: (painter: Painter) => void;
  #work: Work | undefined;
  #lastId = 0;
  #alive = true;
  #ready = false;
  /** Bytes that the process held after its last picture. */
  memory = 0;

  /** `gone` is called once, when the process has ended or is being ended. */
  constructor(timeoutMs: number, gone: (painter: Painter) => void) {
    this.#timeoutMs = timeoutMs;
    this.#gone = gone;
    this.#process = fork(PROGRAM, [], {
      execArgv: ["--max-old-space-size=128", "--max-semi-space-size=1"],
      env: { MALLOC_ARENA_MAX: "1", UV_THREADPOOL_SIZE: "2", TMPDIR: process.env.TMPDIR },
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.#process.on("message", (message: FromPainter) => this.#heard(message));
    this.#process.on("error", (cause) => this.end(failed("The painter could not be started.", cause)));
    this.#process.on("exit", (code, signal) => this.end(failed(`The painter ended (${signal ?? code}).`)));
    // Neither a waiting picture nor an idle painter keeps a finished command line alive.
    this.#process.unref();
    this.#process.channel?.unref();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get idle(): boolean {
    return this.#alive && this.#work === undefined;
  }

  /** @throws PlatformError `picture.timeout`, `picture.failed`, `picture.asset_unavailable`, or what the work itself refuses. */
  work(job: Job, load: LoadFile): Promise<Result> {
    const id = ++this.#lastId;
    return new Promise((done, rejected) => {
      const watch = setInterval(() => this.#watchMemory(), MEMORY_LOOK_MS);
      this.#work = { id, load, done, failed: rejected, deadline: undefined, watch };
      this.#startClock();
      this.#tell({ id, job });
    });
  }

  /** Stops the process at once; what it was drawing fails. */
  end(error = failed("The painter was ended.")): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#process.kill("SIGKILL");
    this.#finish()?.failed(error);
    this.#gone(this);
  }

  #heard(message: FromPainter): void {
    if ("ready" in message) {
      this.#ready = true;
      this.#startClock();
      return;
    }
    if (message.id !== this.#work?.id) return;
    if ("missing" in message) {
      void this.#fetch(this.#work, message.missing);
      return;
    }
    const work = this.#finish();
    if ("result" in message) {
      this.memory = message.memory;
      work?.done(message.result);
    } else work?.failed(refusal(message));
  }

  /** Hands over the files that the painter lacks. The clock stands still meanwhile. */
  async #fetch(work: Work, hashes: readonly string[]): Promise<void> {
    clearTimeout(work.deadline);
    try {
      const files = await withinTime(
        Promise.all(hashes.map(async (hash) => [hash, await work.load(hash)] as const)),
      );
      if (this.#work !== work) return;
      this.#startClock();
      this.#tell({ id: work.id, files });
    } catch (cause) {
      // The painter still waits for files: told that there are none, it is free for the next order.
      if (this.#work !== work) return;
      this.#finish();
      this.#tell({ id: work.id, files: [] });
      work.failed(PlatformError.is(cause) ? cause : assetUnavailable(cause));
    }
  }

  #tell(message: ToPainter): void {
    this.#process.send(message, (error) => {
      if (error) this.end(failed("The painter does not listen.", error));
    });
  }

  #startClock(): void {
    const work = this.#work;
    if (work === undefined) return;
    clearTimeout(work.deadline);
    const most = this.#ready ? this.#timeoutMs : START_TIMEOUT_MS;
    work.deadline = setTimeout(() => this.end(tooSlow()), most);
  }

  #watchMemory(): void {
    if (this.pid !== undefined && residentMemory(this.pid) > MOST_MEMORY) this.end(tooHeavy());
  }

  #finish(): Work | undefined {
    const work = this.#work;
    clearTimeout(work?.deadline);
    clearInterval(work?.watch);
    this.#work = undefined;
    return work;
  }
}

function refusal({ error, code, hint }: Extract<FromPainter, { error: string }>): PlatformError {
  return code === undefined ? failed(error) : new PlatformError(error, { code, status: 422, hint });
}

async function withinTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not loaded within ${LOAD_TIMEOUT_MS} ms.`)), LOAD_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
