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
 * waits; a killed runner is replaced by the next call. Among those that wait, the release with the fewest calls under way is
 * next: one that hangs again and again costs the others one deadline, not as many as it has calls.
 */
export class RunnerPool {
  readonly #script: string;
  readonly #size: number;
  readonly #runners = new Set<RunnerProcess>();
  /** Calls that wait, by the release that they are for, each in order. */
  readonly #queues = new Map<string, Waiting[]>();
  /** Calls under way, by release. */
  readonly #underWay = new Map<string, number>();
  #waiting = 0;
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
    return { runners: this.#runners.size, busy, waiting: this.#waiting };
  }

  /** Runs one call. Errors are the runner's: `sandbox.timeout`, `sandbox.memory`, `sandbox.crashed`; a call that never began is tried on another runner. */
  run(call: PoolCall): Promise<RunnerAnswer> {
    if (this.#closed)
      return Promise.reject(
        new PlatformError("The sandbox is closed.", { code: "sandbox.closed", status: 503 }),
      );
    if (this.#waiting >= MOST_WAITING) {
      return Promise.reject(
        new PlatformError("The strategy runners are busy.", {
          code: "sandbox.busy",
          status: 503,
          retryAfter: 5,
        }),
      );
    }
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(call.key);
      if (queue) queue.push({ call, resolve, reject });
      else this.#queues.set(call.key, [{ call, resolve, reject }]);
      this.#waiting++;
      this.#serve();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const runner of this.#runners) runner.stop();
    this.#runners.clear();
    const left = [...this.#queues.values()].flat();
    this.#queues.clear();
    this.#waiting = 0;
    for (const { reject } of left) {
      reject(
        new PlatformError("The sandbox was closed before the call began.", {
          code: "sandbox.closed",
          status: 503,
        }),
      );
    }
  }

  #serve(): void {
    while (!this.#closed) {
      const queue = this.#nextQueue();
      const [next] = queue ?? [];
      const runner = next && this.#freeRunner(next.call.session);
      if (next === undefined || runner === undefined) return;
      this.#waiting--;
      // A release that was served goes behind the others.
      this.#queues.delete(next.call.key);
      queue?.shift();
      if (queue && queue.length > 0) this.#queues.set(next.call.key, queue);
      void this.#dispatch(runner, next);
    }
  }

  /** Of the release with the fewest calls under way; of those the one that was served longest ago. */
  #nextQueue(): Waiting[] | undefined {
    let fewest = Number.POSITIVE_INFINITY;
    let found: Waiting[] | undefined;
    for (const [key, queue] of this.#queues) {
      const count = this.#underWay.get(key) ?? 0;
      if (count >= fewest) continue;
      fewest = count;
      found = queue;
    }
    return found;
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
    const count = (change: 1 | -1) => {
      const now = (this.#underWay.get(call.key) ?? 0) + change;
      if (now > 0) this.#underWay.set(call.key, now);
      else this.#underWay.delete(call.key);
    };
    count(1);
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
      count(-1);
      this.#serve();
    }
  }
}
