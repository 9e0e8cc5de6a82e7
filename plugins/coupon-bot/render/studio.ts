import { busy } from "./failures.ts";
import { FairQueue } from "./fairQueue.ts";
import type { Job, Result } from "./order.ts";
import { type LoadFile, Painter } from "./painter.ts";

export interface StudioOptions {
  /** Painters at work at the same time. */
  painters?: number;
  /** Pictures that may wait, in all and of one tenant; whoever comes then is told to come again. */
  mostWaiting?: number;
  mostWaitingEach?: number;
  timeoutMs?: number;
  /** A painter that nobody needed for so long is ended. */
  idleMs?: number;
  /** A painter that holds more bytes after a picture is replaced. */
  mostMemory?: number;
}

interface Waiting {
  job: Job;
  load: LoadFile;
  done(result: Result): void;
  failed(error: unknown): void;
}

/** A few painters and those who wait for them. Painters start when there is work and end when there is none. */
export class Studio {
  readonly #options: Required<StudioOptions>;
  readonly #painters = new Set<Painter>();
  readonly #waiting: FairQueue<Waiting>;
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: StudioOptions = {}) {
    this.#options = {
      painters: 2,
      mostWaiting: 128,
      mostWaitingEach: 48,
      timeoutMs: 15_000,
      idleMs: 300_000,
      mostMemory: 260_000_000,
      ...options,
    };
    const { mostWaiting, mostWaitingEach } = this.#options;
    this.#waiting = new FairQueue({ most: mostWaiting, mostEach: mostWaitingEach });
  }

  /** Process ids of the painters that live now. */
  get painters(): number[] {
    return [...this.#painters].flatMap(({ pid }) => pid ?? []);
  }

  /** @throws PlatformError `picture.busy`, and what `Painter.work` raises. */
  work(tenantId: string, job: Job, load: LoadFile = nothing): Promise<Result> {
    return new Promise((done, failed) => {
      if (this.#closed || !this.#waiting.add(tenantId, { job, load, done, failed })) failed(busy());
      else this.#look();
    });
  }

  /** Ends the painters; what waits and what is being drawn is refused. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#idle);
    for (const { failed } of this.#waiting.drain()) failed(busy());
    for (const painter of this.#painters) painter.end(busy());
  }

  /** Gives what waits to whoever is free. */
  #look(): void {
    clearTimeout(this.#idle);
    while (this.#waiting.length > 0) {
      const painter = this.#free();
      if (painter === undefined) return;
      const next = this.#waiting.next();
      if (next !== undefined) void this.#give(painter, next);
    }
    this.#idle = setTimeout(() => this.#rest(), this.#options.idleMs);
    this.#idle.unref();
  }

  async #give(painter: Painter, { job, load, done, failed }: Waiting): Promise<void> {
    try {
      done(await painter.work(job, load));
    } catch (error) {
      failed(error);
    }
    if (painter.memory > this.#options.mostMemory) painter.end();
    this.#look();
  }

  #free(): Painter | undefined {
    for (const painter of this.#painters) if (painter.idle) return painter;
    if (this.#closed || this.#painters.size >= this.#options.painters) return undefined;
    const painter = new Painter(this.#options.timeoutMs, (gone) => this.#painters.delete(gone));
    this.#painters.add(painter);
    return painter;
  }

  #rest(): void {
    for (const painter of this.#painters) if (painter.idle) painter.end();
  }
}

function nothing(): Promise<never> {
  return Promise.reject(new Error("The job has no files."));
}
