import { url as debuggerAddress } from "node:inspector";
import { Worker } from "node:worker_threads";
import { stallFile } from "./stall.ts";

interface Settings {
  limitMs: number;
  beat: Int32Array;
  file: string;
}

/**
 * Watches from a thread of its own whether this one still moves. Code that never ends cannot be outwaited here: no timer
 * fires any more, no deadline holds. So after `limitMs` the watcher pauses this thread as a debugger would and looks where
 * it is. Inside a plugin, it writes that down for the next start and ends the process, since Node cannot break off
 * running code and go on; anywhere else it only tells `held`.
 */
export class Watchdog {
  readonly #worker: Worker;
  readonly #beating: NodeJS.Timeout;

  constructor(limitMs: number, held: (frames: string[]) => void) {
    const beat = new Int32Array(new SharedArrayBuffer(8));
    const workerData: Settings = { limitMs, beat, file: stallFile(process.pid) };
    // The thread gets the function's text; __name is what the TypeScript runner wraps names with.
    const text = `globalThis.__name = (value) => value; (${watch.toString()})();`;
    const resourceLimits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 };
    this.#worker = new Worker(text, { eval: true, workerData, execArgv: [], env: {}, resourceLimits });
    this.#worker.on("message", held);
    this.#worker.unref();
    this.#beating = setInterval(() => {
      Atomics.add(beat, 0, 1);
      // A person with a debugger may hold this thread for as long as they like.
      Atomics.store(beat, 1, debuggerAddress() === undefined ? 0 : 1);
    }, limitMs / 10).unref();
  }

  /** Where plugins live: id by folder. */
  guard(folders: ReadonlyMap<string, string>): void {
    this.#worker.postMessage(folders);
  }

  async stop(): Promise<void> {
    clearInterval(this.#beating);
    await this.#worker.terminate();
  }
}

/** The watcher. Runs in the other thread from its own text, so that it may use nothing from this file. */
function watch(): void {
  const { parentPort, workerData } = process.getBuiltinModule("node:worker_threads");
  const { Session } = process.getBuiltinModule("node:inspector");
  const { writeFileSync, writeSync } = process.getBuiltinModule("node:fs");
  const { limitMs, beat, file }: Settings = workerData;
  const ticksToLimit = 10;
  let folders: ReadonlyMap<string, string> = new Map();
  let last = -1;
  let missed = 0;
  parentPort?.on("message", (given: ReadonlyMap<string, string>) => {
    folders = given;
  });

  setInterval(() => {
    const now = Atomics.load(beat, 0);
    const debugged = Atomics.load(beat, 1) === 1;
    missed = now === last && !debugged ? missed + 1 : 0;
    last = now;
    if (missed === 0 || missed % ticksToLimit > 0) return;
    look();
  }, limitMs / ticksToLimit);

  function look(): void {
    const session = new Session();
    session.connectToMainThread();
    // Frames carry no addresses of their own; each script was announced with its.
    const addresses = new Map<string, string>();
    session.on("Debugger.scriptParsed", ({ params }) => {
      addresses.set(params.scriptId, params.url);
    });
    session.on("Debugger.paused", ({ params }) => {
      const frames = params.callFrames.map(
        ({ functionName, location }) =>
          `${functionName || "(anonymous)"} ${addresses.get(location.scriptId)}:${location.lineNumber + 1}`,
      );
      for (const frame of frames) {
        for (const [folder, plugin] of folders) if (frame.includes(`${folder}/`)) end(plugin, folder, frame);
      }
      session.post("Debugger.resume", () => {
        session.post("Debugger.disable", () => session.disconnect());
      });
      parentPort?.postMessage(frames.slice(0, 8));
    });
    session.post("Debugger.enable", () => session.post("Debugger.pause"));
  }

  function end(plugin: string, folder: string, frame: string): void {
    const seconds = limitMs / 1_000;
    writeFileSync(file, JSON.stringify({ plugin, folder, seconds, frame }));
    const line = `The plugin ${plugin} has held the whole host for ${seconds} s, in ${frame}. The host ends; the next start leaves it out for a while.`;
    writeSync(
      2,
      `${JSON.stringify({ level: "fatal", time: new Date().toISOString(), plugin, msg: line })}\n`,
    );
    process.kill(process.pid, "SIGKILL");
  }
}
