import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "@promostack/core";
import { cpuTimeOf } from "./cpuTime.ts";
import type { RunnerAnswer, RunnerCall, RunnerRequest } from "./protocol.ts";

/** Heap of a runner in MB; the whole process may take a little more than twice that before it is killed. */
const HEAP_MB = 96;
const MOST_RESIDENT_BYTES = 240 * 1024 * 1024;
const MEMORY_POLL_MS = 25;
const PAGE_BYTES = 4096;

const PERMISSION = process.allowedNodeEnvironmentFlags.has("--permission")
  ? "--permission"
  : "--experimental-permission";

/** What a runner was told of a series: how many candles, the open times of the first and last, the last hour's. */
export interface HeldSeries {
  held: number;
  first: number;
  last: number;
  lastHourly: number;
}

interface Pending {
  id: number;
  resolve(answer: RunnerAnswer): void;
  reject(error: PlatformError): void;
}

/**
 * One forked runner. Takes one call at a time, so that a deadline or a crash names its culprit. Once it is dead it stays
 * dead: the pool starts another.
 */
export class RunnerProcess {
  readonly #child: ChildProcess;
  readonly #onDeath: () => void;
  /** Sessions this runner is believed to hold, and how many candles of each. */
  readonly sessions = new Map<string, HeldSeries>();
  readonly loaded = new Set<string>();
  /** The whole series that it keeps for the next settings. */
  keptSeries: number | undefined;
  #pending: Pending | undefined;
  #nextId = 1;
  #dead = false;
  #killedFor: PlatformError | undefined;

  constructor(script: string, onDeath: () => void) {
    this.#onDeath = onDeath;
    this.#child = fork(script, [], {
      execArgv: [
        PERMISSION,
        `--allow-fs-read=${path.dirname(script)}/`,
        "--no-warnings",
        `--max-old-space-size=${HEAP_MB}`,
        "--max-semi-space-size=16",
      ],
      env: {},
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.#child.on("message", (answer: RunnerAnswer) => this.#settle(answer));
    this.#child.on("exit", (code, signal) => this.#died(code, signal));
    this.#child.on("error", (cause) => this.#died(null, null, cause));
    // The pool closes runners; they must not keep a finished command line alive.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  get busy(): boolean {
    return this.#pending !== undefined;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Sends one call and waits at most `deadlineMs`; then the process is killed and `sandbox.timeout` raised. */
  async call(request: RunnerRequest, deadlineMs: number, signal?: AbortSignal): Promise<RunnerAnswer> {
    if (this.#dead || this.#pending) throw crashed("The runner was not free.");
    signal?.throwIfAborted();
    const id = this.#nextId++;
    this.#child.channel?.ref();
    const cpuBefore = cpuTimeOf(this.#child.pid);
    const deadline = setTimeout(() => this.#kill(this.#late(deadlineMs, cpuBefore)), deadlineMs);
    const abort = () =>
      this.#kill(
        new PlatformError("The evaluation was cancelled.", { code: "sandbox.cancelled", status: 499 }),
      );
    signal?.addEventListener("abort", abort, { once: true });
    const poll = setInterval(() => void this.#checkMemory(), MEMORY_POLL_MS);
    try {
      return await new Promise<RunnerAnswer>((resolve, reject) => {
        this.#pending = { id, resolve, reject };
        const call: RunnerCall = { ...request, id };
        this.#child.send(call, (error) => error && this.#kill(crashed(error.message, error)));
      });
    } finally {
      clearTimeout(deadline);
      clearInterval(poll);
      signal?.removeEventListener("abort", abort);
      this.#child.channel?.unref();
    }
  }

  stop(): void {
    this.#dead = true;
    this.#child.kill("SIGKILL");
  }

  #settle(answer: RunnerAnswer): void {
    const pending = this.#pending;
    // A late or invented answer belongs to nobody.
    if (pending === undefined || answer.id !== pending.id) return;
    this.#pending = undefined;
    pending.resolve(answer);
  }

  #kill(reason: PlatformError): void {
    this.#killedFor ??= reason;
    this.#child.kill("SIGKILL");
  }

  /** A strategy cannot wait, only work: one that was hardly given the processor was held up by the machine. */
  #late(deadlineMs: number, cpuBefore: number | undefined): PlatformError {
    const cpuNow = cpuTimeOf(this.#child.pid);
    const starved = cpuBefore !== undefined && cpuNow !== undefined && cpuNow - cpuBefore < deadlineMs / 3;
    return starved ? heldUp(deadlineMs) : timedOut(deadlineMs);
  }

  #died(code: number | null, signal: NodeJS.Signals | null, cause?: Error): void {
    if (this.#dead && this.#pending === undefined) return;
    this.#dead = true;
    const pending = this.#pending;
    this.#pending = undefined;
    // V8 aborts (SIGABRT, or 134 by way of a shell) when the heap's limit is reached.
    const outOfHeap = signal === "SIGABRT" || code === 134;
    pending?.reject(
      this.#killedFor ?? (outOfHeap ? outOfMemory() : crashed(`exit code ${code}, signal ${signal}`, cause)),
    );
    this.#onDeath();
  }

  /** Typed arrays live outside V8's heap limit, so the process's own size is watched where the system tells it. */
  async #checkMemory(): Promise<void> {
    if (this.#child.pid === undefined) return;
    const statm = await readFile(`/proc/${this.#child.pid}/statm`, "utf8").catch(() => undefined);
    const pages = Number(statm?.split(" ")[1]);
    if (pages * PAGE_BYTES > MOST_RESIDENT_BYTES) this.#kill(outOfMemory());
  }
}

function timedOut(deadlineMs: number): PlatformError {
  return new PlatformError(`The strategy did not answer within ${deadlineMs} ms and was stopped.`, {
    code: "sandbox.timeout",
    status: 422,
    hint: "Look for a loop that does not end, or work that grows with the length of the history.",
  });
}

/** The same code, since callers do the same about it; the status says that it is ours, so nobody is set aside for it. */
function heldUp(deadlineMs: number): PlatformError {
  return new PlatformError(
    `The machine was too busy to evaluate the strategy within ${deadlineMs} ms, so it was stopped.`,
    {
      code: "sandbox.timeout",
      status: 503,
      hint: "It is evaluated again. Where this goes on, give the machine less to do.",
      retryAfter: 5,
    },
  );
}

function outOfMemory(): PlatformError {
  return new PlatformError("The strategy took more memory than a runner has and was stopped.", {
    code: "sandbox.memory",
    status: 422,
    hint: "Read candles through the context instead of copying the history.",
  });
}

function crashed(reason: string, cause?: Error): PlatformError {
  return new PlatformError(`The strategy's runner ended: ${reason}.`, {
    code: "sandbox.crashed",
    status: 422,
    cause,
  });
}
