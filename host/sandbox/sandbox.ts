import {
  PlatformError,
  type Sandbox,
  type SeriesRequest,
  type StrategyChoice,
  type StrategyDescription,
  type TimedCandidate,
} from "@promostack/core";
import { Ajv, type ValidateFunction } from "ajv";
import { checkCandidate, expectAnswer } from "./answerCheck.ts";
import { StrategyCatalogue, type StrategyRelease } from "./catalogue.ts";
import { RunnerPool } from "./pool.ts";
import { columnsOf, continues, heldBy, sessionName } from "./seriesColumns.ts";

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
}

/** The sandbox with its own life: folders can be added, and it must be closed. */
export interface OpenSandbox extends Sandbox {
  addFolder(folder: string): Promise<{ strategy: string; version: string }>;
  stats(): { runners: number; busy: number; waiting: number };
  close(): Promise<void>;
}

interface Described {
  description: StrategyDescription;
  validate: ValidateFunction;
}

/** Opens the sandbox. Nothing is forked or bundled before the first call, so a start costs nothing. */
export async function openSandbox(options: SandboxOptions): Promise<OpenSandbox> {
  const catalogue = new StrategyCatalogue();
  for (const folder of options.strategyFolders) await catalogue.addAll(folder);
  return new PooledSandbox(catalogue, options);
}

class PooledSandbox implements OpenSandbox {
  readonly #catalogue: StrategyCatalogue;
  readonly #options: SandboxOptions;
  readonly #described = new Map<string, Promise<Described>>();
  readonly #ajv = new Ajv({ useDefaults: true, strict: false, allErrors: true });
  #pool: Promise<RunnerPool> | undefined;
  #openPool: RunnerPool | undefined;

  constructor(catalogue: StrategyCatalogue, options: SandboxOptions) {
    this.#catalogue = catalogue;
    this.#options = options;
  }

  addFolder(folder: string): Promise<{ strategy: string; version: string }> {
    return this.#catalogue.add(folder);
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

  async describe(strategy: string, version?: string): Promise<StrategyDescription> {
    const release = await this.#catalogue.release(strategy, version);
    return (await this.#describe(release)).description;
  }

  async evaluateSeries(request: SeriesRequest, signal?: AbortSignal): Promise<TimedCandidate[]> {
    const { release, parameters } = await this.#prepare(request.choice);
    const { tick } = request;
    const candles = columnsOf(request.candles);
    const hourly = request.hourly && columnsOf(request.hourly);
    const answer = await (await this.#open()).run({
      ...release,
      deadlineMs: NEWEST_MS + (this.#options.allowanceMs ?? 4_000) + request.candles.length * CANDLE_MS,
      signal,
      request: () => ({
        op: "series",
        key: release.key,
        parameters,
        candles,
        ...(tick !== undefined && { tick }),
        ...(hourly && { hourly }),
      }),
    });
    const { candidates } = expectAnswer(answer, "series", release);
    return candidates.map((candidate) => checkCandidate(candidate, release));
  }

  async evaluateNewest(request: SeriesRequest, signal?: AbortSignal): Promise<TimedCandidate | null> {
    const { answer, release } = await this.#newest(request, [], signal);
    return answer.candidate && checkCandidate(answer.candidate, release);
  }

  async indicators(
    request: SeriesRequest,
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<Record<string, number | null>> {
    return (await this.#newest(request, names, signal)).answer.indicators;
  }

  async #newest(request: SeriesRequest, indicators: readonly string[], signal: AbortSignal | undefined) {
    const { release, parameters } = await this.#prepare(request.choice);
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
    return { answer, release };
  }

  async #prepare(
    choice: StrategyChoice,
  ): Promise<{ release: StrategyRelease; parameters: Record<string, unknown> }> {
    const release = await this.#catalogue.release(choice.strategy, choice.version);
    const { validate } = await this.#describe(release);
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
    return { release, parameters };
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
    const pool = await this.#open();
    const answer = await pool.run({
      ...release,
      deadlineMs: DESCRIBE_MS,
      request: () => ({ op: "describe", key: release.key }),
    });
    const { description } = expectAnswer(answer, "describe", release);
    const validate = this.#ajv.compile({ ...description.parametersSchema, type: "object" });
    const defaults: Record<string, unknown> = {};
    validate(defaults);
    return { description: { id: release.id, version: release.version, ...description, defaults }, validate };
  }

  #open(): Promise<RunnerPool> {
    this.#pool ??= RunnerPool.open(this.#options.cacheFolder, this.#options.runners).then((pool) => {
      this.#openPool = pool;
      return pool;
    });
    return this.#pool;
  }
}
