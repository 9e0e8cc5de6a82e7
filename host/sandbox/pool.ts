import { availableParallelism } from "node:os";
import { PlatformError } from "@promostack/core";
import { bundleRunner } from "./bundle.ts";
import type { RunnerAnswer, RunnerRequest } from "./protocol.ts";
import { RunnerProcess } from "./runnerProcess.ts";

/** Calls that may wait for a runner; past it callers are told to come back. */
const MOST_WAITING = 10_000;
/** Forking, loading Node and locking down, on a machine that is busy with its own start. */
const START_ALLOWANCE_MS = 10_000;

/** What a call to the pool is: the request for a given runner (it may depend on what that runner holds), and its deadline. */
export interface PoolCall {
  key: string;
  source: string;
  deadlineMs: number;
  /** A runner that holds this session is preferred. */
  session?: string;
  request(runner: RunnerProcess): RunnerRequest;
  signal?: AbortSignal | undefined;
}

interface Waiting {
  call: PoolCall;
  resolve(answer: RunnerAnswer): void;
  reject(error: unknown): void;
}

/**
 * A few forked runners and a queue. A call goes to a free runner that holds its session, else to any free one, else it
 * waits; a killed runner is replaced by the next call.
 */
export class RunnerPool {
  readonly #script: string;
  readonly #size: number;
  readonly #runners = new Set<RunnerProcess>();
  readonly #waiting: Waiting[] = [];
  #closed = false;

  private constructor(script: string, size: number) {
    this.#script = script;
    this.#size = size;
  }

  static async open(
    cacheFolder: string,
    size: number = Math.max(2, availableParallelism()),
  ): Promise<RunnerPool> {
    return new RunnerPool(await bundleRunner(cacheFolder), size);
  }

  get stats(): { runners: number; busy: number; waiting: number } {
    const busy = [...this.#runners].filter((runner) => runner.busy).length;
    return { runners: this.#runners.size, busy, waiting: this.#waiting.length };
  }

  /** Runs one call. Errors are the runner's: `sandbox.timeout`, `sandbox.memory`, `sandbox.crashed`; a call that never began is tried on another runner. */
  run(call: PoolCall): Promise<RunnerAnswer> {
    if (this.#closed)
      return Promise.reject(
        new PlatformError("The sandbox is closed.", { code: "sandbox.closed", status: 503 }),
      );
    if (this.#waiting.length >= MOST_WAITING) {
      return Promise.reject(
        new PlatformError("The strategy runners are busy.", {
          code: "sandbox.busy",
          status: 503,
          retryAfter: 5,
        }),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject });
      this.#serve();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const runner of this.#runners) runner.stop();
    this.#runners.clear();
    for (const { reject } of this.#waiting.splice(0)) {
      reject(
        new PlatformError("The sandbox was closed before the call began.", {
          code: "sandbox.closed",
          status: 503,
        }),
      );
    }
  }

  #serve(): void {
    while (this.#waiting.length > 0 && !this.#closed) {
      const runner = this.#freeRunner(this.#waiting[0]?.call.session);
      if (runner === undefined) return;
      const next = this.#waiting.shift();
      if (next) void this.#dispatch(runner, next);
    }
  }

  #freeRunner(session: string | undefined): RunnerProcess | undefined {
    let free: RunnerProcess | undefined;
    for (const runner of this.#runners) {
      if (this.#reserved.has(runner)) continue;
      if (session !== undefined && runner.sessions.has(session)) return runner;
      free ??= runner;
    }
    if (free !== undefined || this.#runners.size >= this.#size) return free;
    const runner = new RunnerProcess(this.#script, () => this.#runners.delete(runner));
    this.#runners.add(runner);
    return runner;
  }

  readonly #reserved = new Set<RunnerProcess>();

  async #dispatch(runner: RunnerProcess, { call, resolve, reject }: Waiting): Promise<void> {
    this.#reserved.add(runner);
    try {
      call.signal?.throwIfAborted();
      if (!runner.loaded.has(call.key)) {
        await runner.call({ op: "load", key: call.key, source: call.source }, START_ALLOWANCE_MS);
        runner.loaded.add(call.key);
      }
      resolve(await runner.call(call.request(runner), call.deadlineMs, call.signal));
    } catch (error) {
      reject(error);
    } finally {
      this.#reserved.delete(runner);
      this.#serve();
    }
  }
}
