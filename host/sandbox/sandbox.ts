import {
  PlatformError,
  type Sandbox,
  type SeriesRequest,
  type SetAside,
  type StrategyChoice,
  type StrategyDescription,
  type TimedCandidate,
} from "@promostack/core";
import type { ValidateFunction } from "ajv";
import { checkCandidate, expectAnswer } from "./answerCheck.ts";
import { StrategyCatalogue, type StrategyRelease } from "./catalogue.ts";
import { compileParameters } from "./parametersSchema.ts";
import { RunnerPool } from "./pool.ts";
import type { RunnerDescription } from "./protocol.ts";
import type { PublishedReleases, ReleaseGuard } from "./published.ts";
import { columnsOf, continues, heldBy, parametersName, sessionName } from "./seriesColumns.ts";
import { isFault, setAsideError } from "./setAside.ts";
import { TravellingSeries } from "./travellingSeries.ts";

/** Deadline of one evaluation at the newest close, whose history is at hand. */
const NEWEST_MS = 1_000;
/** On top, for each candle that the runner has not seen: about twenty times what the shipped strategies take. */
const CANDLE_MS = 0.06;
const DESCRIBE_MS = 2_000;

export interface SandboxOptions {
  /** Folders whose subfolders are strategies. */
  strategyFolders: readonly string[];
  /** Where the bundled runner is kept between starts. */
  cacheFolder: string;
  /** Milliseconds that a whole series gets beside what its length allows; 4,000 when absent. */
  allowanceMs?: number;
  /** Runner processes; the machine's cores, at least two, when absent. */
  runners?: number;
  /** Releases from elsewhere than folders. */
  published?: PublishedReleases;
  guard?: ReleaseGuard;
}

/** The sandbox with its own life: folders can be added, and it must be closed. */
export interface OpenSandbox extends Sandbox {
  addFolder(folder: string): Promise<{ strategy: string; version: string }>;
  /** Adds a script that is no release of this installation (yet), and answers what it says of itself. */
  addScript(release: Omit<StrategyRelease, "description">): Promise<RunnerDescription>;
  /** True for a strategy that came with the platform. */
  isReserved(id: string): boolean;
  stats(): { runners: number; busy: number; waiting: number };
  close(): Promise<void>;
}

interface Described {
  description: RunnerDescription;
  defaults: Record<string, unknown>;
  validate: ValidateFunction;
}

interface Prepared {
  release: StrategyRelease;
  parameters: Record<string, unknown>;
  /** As in `Evaluated`. */
  scope: string;
}

/** Opens the sandbox. Nothing is forked or bundled before the first call, so a start costs nothing. */
export async function openSandbox(options: SandboxOptions): Promise<OpenSandbox> {
  const catalogue = new StrategyCatalogue(options.published);
  for (const folder of options.strategyFolders) await catalogue.addAll(folder);
  return new PooledSandbox(catalogue, options);
}

class PooledSandbox implements OpenSandbox {
  readonly #catalogue: StrategyCatalogue;
  readonly #options: SandboxOptions;
  readonly #series = new TravellingSeries();
  readonly #described = new Map<string, Promise<Described>>();
  #pool: Promise<RunnerPool> | undefined;
  #openPool: RunnerPool | undefined;

  constructor(catalogue: StrategyCatalogue, options: SandboxOptions) {
    this.#catalogue = catalogue;
    this.#options = options;
  }

  addFolder(folder: string): Promise<{ strategy: string; version: string }> {
    return this.#catalogue.add(folder);
  }

  async addScript(release: Omit<StrategyRelease, "description">): Promise<RunnerDescription> {
    this.#catalogue.addRelease(release);
    return (await this.#describe(release)).description;
  }

  isReserved(id: string): boolean {
    return this.#catalogue.isReserved(id);
  }

  stats(): { runners: number; busy: number; waiting: number } {
    return this.#openPool?.stats ?? { runners: 0, busy: 0, waiting: 0 };
  }

  async close(): Promise<void> {
    await (await this.#pool)?.close();
  }

  async strategies(): Promise<StrategyDescription[]> {
    return Promise.all(this.#catalogue.all().map(({ id, version }) => this.describe(id, version)));
  }

  readme(strategy: string, version: string): Promise<string | null> {
    return this.#catalogue.readme(strategy, version);
  }

  async describe(strategy: string, version?: string): Promise<StrategyDescription> {
    const release = await this.#catalogue.release(strategy, version);
    const { description, defaults } = await this.#describe(release);
    const { id } = release;
    return {
      id,
      version: release.version,
      ...description,
      defaults: structuredClone(defaults),
      ...this.#catalogue.standing(id, release.version),
    };
  }

  async evaluateSeries(request: SeriesRequest, signal?: AbortSignal): Promise<TimedCandidate[]> {
    const { release, parameters } = await this.#prepare(request.choice);
    const { tick } = request;
    const send = this.#series.sender(request);
    const answer = await (await this.#open()).run({
      ...release,
      deadlineMs: NEWEST_MS + (this.#options.allowanceMs ?? 4_000) + request.candles.length * CANDLE_MS,
      signal,
      request: (runner) => ({
        op: "series",
        key: release.key,
        parameters,
        ...(tick !== undefined && { tick }),
        ...send(runner),
      }),
    });
    const { candidates } = expectAnswer(answer, "series", release);
    return candidates.map((candidate) => checkCandidate(candidate, release));
  }

  async evaluateNewest(request: SeriesRequest, signal?: AbortSignal): Promise<TimedCandidate | null> {
    return (await this.#newest(request, [], signal)).candidate;
  }

  async indicators(
    request: SeriesRequest,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<Record<string, number | null>> {
    return (await this.#newest(request, names, signal)).indicators;
  }

  async setAside(choice: StrategyChoice): Promise<SetAside | undefined> {
    const { release, scope } = await this.#prepare(choice);
    return this.#options.guard?.setAside({ id: release.id, version: release.version, scope });
  }

  /** People's signals hang on these evaluations, so what fails them again and again is set aside. */
  async #newest(request: SeriesRequest, indicators: readonly string[], signal: AbortSignal | undefined) {
    const { guard } = this.#options;
    const prepared = await this.#prepare(request.choice);
    const { id, version } = prepared.release;
    const evaluated = { id, version, scope: prepared.scope };
    const rest = guard?.setAside(evaluated);
    if (rest !== undefined) throw setAsideError(evaluated, rest);
    try {
      const answer = await this.#evaluateNewest(request, prepared, indicators, signal);
      guard?.observe(evaluated, undefined);
      return answer;
    } catch (error) {
      if (PlatformError.is(error) && isFault(error)) guard?.observe(evaluated, error);
      throw error;
    }
  }

  async #evaluateNewest(
    request: SeriesRequest,
    { release, parameters }: Prepared,
    indicators: readonly string[],
    signal: AbortSignal | undefined,
  ) {
    const session = sessionName(release.key, parameters, request);
    const { candles, tick } = request;
    const pool = await this.#open();
    const attempt = async (anew: boolean) => {
      const answer = await pool.run({
        ...release,
        session,
        deadlineMs: NEWEST_MS + candles.length * CANDLE_MS,
        signal,
        request: (runner) => {
          const known = anew ? undefined : runner.sessions.get(session);
          const held = known && continues(candles, known) ? known.held : 0;
          // Until it answers, nobody knows what the session holds.
          runner.sessions.delete(session);
          pending = () => runner.sessions.set(session, heldBy(request));
          const lastHourly = held > 0 ? (known?.lastHourly ?? 0) : Number.NEGATIVE_INFINITY;
          const hourly = request.hourly && columnsOf(request.hourly.filter((each) => each.time > lastHourly));
          return {
            op: "newest",
            key: release.key,
            parameters,
            session,
            held,
            candles: columnsOf(candles.slice(held)),
            indicators,
            ...(tick !== undefined && { tick }),
            ...(hourly && { hourly }),
          };
        },
      });
      return expectAnswer(answer, "newest", release);
    };
    let pending: () => void = () => undefined;
    let answer = await attempt(false);
    if ("missing" in answer) answer = await attempt(true);
    if ("missing" in answer)
      throw new PlatformError("The runner lost a series twice in a row.", {
        code: "sandbox.crashed",
        status: 503,
        retryAfter: 1,
      });
    pending();
    const candidate = answer.candidate && checkCandidate(answer.candidate, release);
    return { candidate, indicators: answer.indicators };
  }

  async #prepare(choice: StrategyChoice): Promise<Prepared> {
    const release = await this.#catalogue.release(choice.strategy, choice.version);
    const { validate, defaults } = await this.#describe(release);
    const parameters = structuredClone(choice.parameters);
    if (!validate(parameters)) {
      const problems = (validate.errors ?? []).map(
        (each) => `${each.instancePath.slice(1) || "parameters"} ${each.message}`,
      );
      throw new PlatformError(`The parameters of ${choice.strategy} do not fit: ${problems.join("; ")}.`, {
        code: "strategy.invalid_parameters",
        status: 400,
        hint: `\`npx promostack strategy describe ${choice.strategy}\` lists them with their ranges.`,
        details: { problems },
      });
    }
    const name = parametersName(parameters);
    return { release, parameters, scope: name === parametersName(defaults) ? "" : name };
  }

  #describe(release: StrategyRelease): Promise<Described> {
    let described = this.#described.get(release.key);
    if (described === undefined) {
      described = this.#askForDescription(release);
      this.#described.set(release.key, described);
      described.catch(() => this.#described.delete(release.key));
    }
    return described;
  }

  async #askForDescription(release: StrategyRelease): Promise<Described> {
    const description = release.description ?? (await this.#ask(release));
    const validate = compileParameters(description.parametersSchema, release);
    const defaults: Record<string, unknown> = {};
    validate(defaults);
    return { description, defaults, validate };
  }

  async #ask(release: StrategyRelease): Promise<RunnerDescription> {
    const pool = await this.#open();
    const answer = await pool.run({
      ...release,
      deadlineMs: DESCRIBE_MS,
      request: () => ({ op: "describe", key: release.key }),
    });
    return expectAnswer(answer, "describe", release).description;
  }

  #open(): Promise<RunnerPool> {
    this.#pool ??= RunnerPool.open(this.#options.cacheFolder, this.#options.runners).then((pool) => {
      this.#openPool = pool;
      return pool;
    });
    return this.#pool;
  }
}
