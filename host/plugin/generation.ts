import path from "node:path";
import { pathToFileURL } from "node:url";
import { inPhase, isPlugin, PlatformError, type Plugin, type PluginManifest } from "@promostack/core";
import { checkAnnouncement } from "./announcement.ts";
import { RELEASE_BREAKER, TRIAL_BREAKER } from "./breaker.ts";
import { Call } from "./call.ts";
import type { GenerationContainer } from "./container.ts";
import type { ContextFactory } from "./context.ts";
import type { Declarations } from "./declarations.ts";
import type { EndSource } from "./ending.ts";
import { FirstTransaction } from "./firstTransaction.ts";
import { Ledger } from "./ledger.ts";
import { OpenCalls } from "./openCalls.ts";
import { ReleaseBreaker } from "./releaseBreaker.ts";
import { type Neighbours, openSetup } from "./setup.ts";

export interface GenerationParts {
  manifest: PluginManifest;
  folder: string;
  container: GenerationContainer;
  contexts: ContextFactory;
}

export interface Usage {
  calls: number;
  errors: number;
  timeouts: number;
  milliseconds: number;
}

let counter = 0;

/** How many generations this process has loaded since it began. */
export function generationsLoaded(): number {
  return counter;
}

/** One loaded copy of a release: its code, what it declared, its container, the calls inside it. */
export class Generation {
  readonly number: number;
  readonly manifest: PluginManifest;
  readonly folder: string;
  readonly plugin: Plugin;
  readonly declared: Declarations;
  readonly contexts: ContextFactory;
  readonly ledger: Ledger;
  breaker = new ReleaseBreaker();
  readonly usage: Usage = { calls: 0, errors: 0, timeouts: 0, milliseconds: 0 };
  readonly loadedAt = new Date();
  readonly #container: GenerationContainer;
  readonly #calls = new OpenCalls();
  /** Open from start to stop: background work of the plugin ends with its signal. */
  #life: Call | undefined;
  #held = 0;
  #closing = false;
  #idle: (() => void) | undefined;
  #free: (() => void) | undefined;

  private constructor(parts: GenerationParts, plugin: Plugin, declared: Declarations, ledger: Ledger) {
    counter += 1;
    this.number = counter;
    this.manifest = parts.manifest;
    this.folder = parts.folder;
    this.contexts = parts.contexts;
    this.#container = parts.container;
    this.plugin = plugin;
    this.declared = declared;
    this.ledger = ledger;
  }

  /**
   * Imports the entry and runs `setup`. A folder that was imported before gives the same code again: a new release comes
   * in a new folder, which reloads everything below it.
   */
  static async load(
    parts: GenerationParts,
    neighbours: Neighbours,
    changed: () => void,
  ): Promise<Generation> {
    const { manifest } = parts;
    const ledger = new Ledger();
    try {
      const plugin = await importPlugin(parts);
      const session = openSetup(manifest, ledger, neighbours, changed);
      setUp(plugin, manifest, () => plugin.setup(session.setup));
      session.seal();
      checkAnnouncement(manifest, plugin, session.declarations);
      return new Generation(parts, plugin, session.declarations, ledger);
    } catch (error) {
      await ledger.close();
      await parts.container.dispose();
      throw error;
    }
  }

  /** Runs `start` with its deadline. A start that hangs is abandoned. */
  async start(): Promise<void> {
    const life = this.open();
    this.#life = life;
    const { id, limits } = this.manifest;
    const subject = { plugin: id, phase: "start", what: "start" } as const;
    try {
      await life.within(seconds(limits?.startSeconds), subject, () =>
        this.plugin.start?.(this.contexts.platform(life, new FirstTransaction(undefined), {})),
      );
    } catch (error) {
      throw inPhase(error, id, "start");
    }
  }

  /** On trial a release has to answer for less: one tenant's trouble is enough to open its breaker. */
  judge(trial: boolean): void {
    this.breaker = new ReleaseBreaker(Date.now, trial ? TRIAL_BREAKER : RELEASE_BREAKER);
  }

  /**
   * Waits for what a call needs, then opens it. In between this generation is held: a swap meanwhile does not turn the request
   * away that has chosen it.
   */
  async held<Needed, Result>(
    needed: Promise<Needed>,
    open: (needed: Needed) => Promise<Result>,
  ): Promise<Result> {
    this.#held += 1;
    let opened: Promise<Result>;
    try {
      opened = open(await needed);
    } finally {
      this.#held -= 1;
      if (this.#held === 0) this.#free?.();
    }
    return await opened;
  }

  /** Opens a call into the plugin; refused while it stops. */
  open(parent?: EndSource): Call {
    if (this.#closing) throw stopping(this.manifest.id);
    const call: Call = new Call(parent, () => {
      this.#calls.delete(call);
      if (this.inFlight === 0) this.#idle?.();
    });
    this.#calls.add(call);
    return call;
  }

  /** Calls inside, without the plugin's own background life. */
  get inFlight(): number {
    return this.#calls.size - (this.#life === undefined ? 0 : 1);
  }

  /**
   * Ends streams of events and sockets, lets other calls in flight end (at most `drainMs`), aborts the rest, runs `stop` with its deadline, undoes the ledger,
   * disposes the container. Answers what went wrong on the way; everything else is done all the same.
   */
  async stop(drainMs: number): Promise<PlatformError[]> {
    const { id, limits } = this.manifest;
    const problems: PlatformError[] = [];
    await this.#untilFree(drainMs);
    this.#closing = true;
    for (const call of this.#calls) if (call.lasting) call.abort(stopping(id));
    await this.#drain(drainMs);
    for (const call of this.#calls) {
      if (call === this.#life) continue;
      call.abort(stopping(id));
      call.close();
    }
    const call = new Call();
    try {
      await call.within(seconds(limits?.startSeconds), { plugin: id, phase: "stop", what: "stop" }, () =>
        this.plugin.stop?.(this.contexts.platform(call, new FirstTransaction(undefined), {})),
      );
    } catch (error) {
      problems.push(inPhase(error, id, "stop"));
    }
    call.abort(stopping(id));
    this.#life?.abort(stopping(id));
    this.#life?.close();
    this.#life = undefined;
    await this.ledger.close();
    await this.#container.dispose();
    return problems;
  }

  async #untilFree(milliseconds: number): Promise<void> {
    if (this.#held > 0) await atMost(milliseconds, (resolve) => (this.#free = resolve));
    this.#free = undefined;
  }

  async #drain(milliseconds: number): Promise<void> {
    if (this.inFlight > 0) await atMost(milliseconds, (resolve) => (this.#idle = resolve));
    this.#idle = undefined;
  }
}

async function atMost(milliseconds: number, listen: (resolve: () => void) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    listen(resolve);
    timer = setTimeout(resolve, milliseconds);
  });
  clearTimeout(timer);
}

async function importPlugin({ manifest, folder }: GenerationParts): Promise<Plugin> {
  const file = path.join(folder, manifest.entry ?? "index.ts");
  const call = new Call();
  const subject = { plugin: manifest.id, phase: "load", what: `import of ${file}` } as const;
  try {
    const loaded: unknown = await call.within(
      seconds(manifest.limits?.startSeconds),
      subject,
      () => import(pathToFileURL(file).href),
    );
    const exported =
      typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : undefined;
    if (isPlugin(exported)) return exported;
  } catch (error) {
    throw inPhase(error, manifest.id, "load");
  }
  throw new PlatformError(`${manifest.id}: ${file} exports no plugin.`, {
    code: "plugin.no_default_export",
    plugin: manifest.id,
    phase: "load",
    hint: "Write `export default definePlugin({ setup(p) { … } })`.",
  });
}

/** `setup` is synchronous and quick; what it answers and how long it took tell whether it was. */
function setUp(plugin: Plugin, { id, limits }: PluginManifest, run: () => unknown): void {
  const most = limits?.setupMs ?? 1_000;
  const refuse = (message: string, hint: string) =>
    new PlatformError(`${id}: ${message}`, { code: "setup.refused", plugin: id, phase: "setup", hint });
  if (typeof plugin.setup !== "function") throw refuse("has no setup.", "Add setup(p) to definePlugin.");
  const began = performance.now();
  const before = process.cpuUsage();
  let answer: unknown;
  try {
    answer = run();
  } catch (error) {
    throw inPhase(error, id, "setup");
  }
  if (typeof answer === "object" && answer !== null && "then" in answer) {
    // Its outcome no longer matters, but a rejection that nobody hears would look like a fault of the host's.
    Promise.resolve(answer).catch(() => undefined);
    throw refuse("setup returned a promise.", "Declare synchronously; move what takes time to start.");
  }
  // On a busy machine time passes while nothing runs: the setup is not to blame for that.
  const { user, system } = process.cpuUsage(before);
  const took = Math.round(Math.min(performance.now() - began, (user + system) / 1_000));
  if (took > most) {
    throw refuse(
      `setup took ${took} ms, and ${most} are allowed.`,
      "Only declare in setup; move work to start.",
    );
  }
}

function stopping(plugin: string): PlatformError {
  return new PlatformError(`${plugin} is being stopped.`, {
    code: "plugin.stopping",
    status: 503,
    plugin,
    retryAfter: 1,
    hint: "Try again in a moment.",
  });
}

function seconds(value = 10): number {
  return value * 1_000;
}
