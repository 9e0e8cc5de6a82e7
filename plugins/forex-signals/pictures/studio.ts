import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { PlatformError } from "@promostack/core";
import type { Scene } from "./scene.ts";

/** Pictures that may wait; beyond it the caller is told to come again, so that nothing grows without end. */
const MOST_WAITING = 64;
const TIMEOUT_MS = 15_000;
/** The painter ends when nobody has wanted a picture for so long. */
const IDLE_MS = 20_000;

/** A scene to draw, or an uploaded logo to clean. */
type Wish = { scene: Scene } | { logo: Uint8Array };

interface Order {
  wish: Wish;
  done(picture: Uint8Array): void;
  failed(error: PlatformError): void;
}

interface Answer {
  id: number;
  picture?: Uint8Array;
  error?: string;
  /** Of an error that the person who asked can mend. */
  code?: string;
  hint?: string;
}

const PAINTER = fileURLToPath(new URL("./painter.mjs", import.meta.url));

/**
 * Has pictures drawn in a process of its own, one at a time from a bounded queue; it starts with the first picture and ends
 * when idle. Not in a worker thread: canvas and sharp keep their memory with the process (250 MB measured after the thread
 * had ended), and a fault in their native code would take the host along.
 */
export class Studio {
  readonly #waiting: Order[] = [];
  readonly #idleMs: number;
  readonly #timeoutMs: number;
  #painter: ChildProcess | undefined;
  #drawing: { id: number; order: Order; deadline: NodeJS.Timeout } | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #closed = false;

  constructor({ idleMs = IDLE_MS, timeoutMs = TIMEOUT_MS } = {}) {
    this.#idleMs = idleMs;
    this.#timeoutMs = timeoutMs;
  }

  /** Process id of the painter, while there is one. */
  get painter(): number | undefined {
    return this.#painter?.pid;
  }

  /** PNG of a scene. Raises `picture.busy`, `picture.timeout`, `picture.failed`. */
  draw(scene: Scene): Promise<Uint8Array> {
    return this.#order({ scene });
  }

  /** A small PNG of what was uploaded. Raises `logo.unreadable`, `logo.too_small`, and what `draw` raises. */
  clean(logo: Uint8Array): Promise<Uint8Array> {
    return this.#order({ logo });
  }

  #order(wish: Wish): Promise<Uint8Array> {
    if (this.#closed || this.#waiting.length >= MOST_WAITING) return Promise.reject(busy());
    return new Promise((done, failed) => {
      this.#waiting.push({ wish, done, failed });
      this.#next();
    });
  }

  /** Ends the painter; what waits is refused. */
  close(): void {
    this.#closed = true;
    for (const order of this.#waiting.splice(0)) order.failed(busy());
    this.#end();
  }

  #next(): void {
    clearTimeout(this.#idle);
    if (this.#drawing) return;
    const order = this.#waiting.shift();
    if (order === undefined) {
      this.#idle = setTimeout(() => this.#end(), this.#idleMs);
      this.#idle.unref();
      return;
    }
    const id = ++this.#lastId;
    const deadline = setTimeout(() => this.#tooSlow(), this.#timeoutMs);
    this.#drawing = { id, order, deadline };
    this.#painter ??= this.#start();
    this.#painter.send({ id, ...order.wish });
  }

  #start(): ChildProcess {
    const painter = fork(PAINTER, [], {
      execArgv: ["--max-old-space-size=128"],
      env: { MALLOC_ARENA_MAX: "2", UV_THREADPOOL_SIZE: "2" },
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    painter.on("message", (answer: Answer) => this.#answered(answer));
    painter.on("error", (cause) => this.#died(painter, failure("The painter could not be started.", cause)));
    painter.on("exit", (code, signal) =>
      this.#died(painter, failure(`The painter ended (${signal ?? code}).`)),
    );
    // Neither a waiting picture nor an idle painter keeps a finished command line alive.
    painter.unref();
    painter.channel?.unref();
    return painter;
  }

  #answered({ id, picture, error, code, hint }: Answer): void {
    const drawing = this.#drawing;
    if (drawing?.id !== id) return;
    clearTimeout(drawing.deadline);
    this.#drawing = undefined;
    if (picture) drawing.order.done(picture);
    else if (error !== undefined && code !== undefined)
      drawing.order.failed(new PlatformError(error, { code, status: 422, hint }));
    else drawing.order.failed(failure(error ?? "Nothing was drawn."));
    this.#next();
  }

  #tooSlow(): void {
    this.#end(
      new PlatformError("A picture took too long to draw.", {
        code: "picture.timeout",
        status: 503,
        retryAfter: 5,
      }),
    );
  }

  #died(painter: ChildProcess, error: PlatformError): void {
    if (this.#painter === painter) this.#end(error);
  }

  /** Ends the painter and fails what it was drawing; the next picture gets a new one. */
  #end(error = failure("The painter was ended.")): void {
    clearTimeout(this.#idle);
    const drawing = this.#drawing;
    this.#painter?.kill("SIGKILL");
    this.#painter = undefined;
    this.#drawing = undefined;
    if (drawing) {
      clearTimeout(drawing.deadline);
      drawing.order.failed(error);
    }
    if (this.#waiting.length > 0) this.#next();
  }
}

function busy(): PlatformError {
  return new PlatformError("Too many pictures are being drawn.", {
    code: "picture.busy",
    status: 503,
    retryAfter: 2,
    hint: "Try again in a moment.",
  });
}

function failure(message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, { code: "picture.failed", status: 500, cause });
}
