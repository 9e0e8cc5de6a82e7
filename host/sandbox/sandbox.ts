import { createHash } from "node:crypto";
import {
  PlatformError,
  type Sandbox,
  type SeriesRequest,
  type StrategyChoice,
  type StrategyDescription,
  type TimedCandidate,
} from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import { Ajv, type ValidateFunction } from "ajv";
import { StrategyCatalogue, type StrategyRelease } from "./catalogue.ts";
import { RunnerPool } from "./pool.ts";
import { COLUMNS, type RawCandidate, type RunnerAnswer } from "./protocol.ts";
import type { HeldSeries } from "./runnerProcess.ts";

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
    const candles = columnsOf(request.candles);
    const hourly = request.hourly && columnsOf(request.hourly);
    const answer = await (await this.#open()).run({
      ...release,
      deadlineMs: NEWEST_MS + (this.#options.allowanceMs ?? 4_000) + request.candles.length * CANDLE_MS,
      signal,
      request: () => ({ op: "series", key: release.key, parameters, candles, ...(hourly && { hourly }) }),
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
    const { candles } = request;
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

function expectAnswer<Op extends "series" | "newest" | "describe">(
  answer: RunnerAnswer,
  op: Op,
  release: StrategyRelease,
): Extract<RunnerAnswer, { ok: true; op: Op }> {
  if (!answer.ok) {
    const invalid = answer.reason === "invalid";
    throw new PlatformError(
      `${release.id} ${release.version} ${invalid ? "answered something invalid" : "threw"}: ${answer.message}`,
      {
        code: invalid ? "sandbox.invalid_result" : "sandbox.threw",
        status: 422,
        hint: "This is the strategy's fault: its author finds it with `npx promostack backtest`.",
      },
    );
  }
  if (answer.op !== op)
    throw new PlatformError(`The runner answered ${answer.op} to ${op}.`, {
      code: "sandbox.invalid_result",
      status: 422,
    });
  return answer as Extract<RunnerAnswer, { ok: true; op: Op }>;
}

const CANDIDATE = new Ajv().compile({
  type: "object",
  additionalProperties: false,
  required: ["time", "direction", "entry", "stop", "targets"],
  properties: {
    time: { type: "number" },
    direction: { enum: ["buy", "sell"] },
    entry: { type: "number", exclusiveMinimum: 0 },
    stop: { type: "number", exclusiveMinimum: 0 },
    targets: { type: "array", minItems: 1, maxItems: 3, items: { type: "number", exclusiveMinimum: 0 } },
    fractions: {
      type: "array",
      minItems: 1,
      maxItems: 3,
      items: { type: "number", exclusiveMinimum: 0, maximum: 1 },
    },
    indicators: { type: "object", maxProperties: 40, additionalProperties: { type: "number" } },
    reason: { type: "string", maxLength: 300 },
  },
});

/** The runner's word is not taken: what comes out of a process that ran a stranger's code is checked where it arrives. */
function checkCandidate(candidate: RawCandidate, release: StrategyRelease): TimedCandidate {
  if (!CANDIDATE(candidate)) {
    const [problem] = CANDIDATE.errors ?? [];
    throw new PlatformError(
      `${release.id} ${release.version} answered something invalid: ${problem?.instancePath} ${problem?.message}`,
      {
        code: "sandbox.invalid_result",
        status: 422,
      },
    );
  }
  return candidate;
}

function sessionName(key: string, parameters: Record<string, unknown>, request: SeriesRequest): string {
  const text = JSON.stringify([
    key,
    Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)),
    request.symbol,
    request.hourly !== undefined,
  ]);
  return createHash("sha256").update(text).digest("base64url");
}

function heldBy({ candles, hourly }: SeriesRequest): HeldSeries {
  return {
    held: candles.length,
    first: candles[0]?.time ?? 0,
    last: candles.at(-1)?.time ?? 0,
    lastHourly: hourly?.at(-1)?.time ?? 0,
  };
}

/** True when the series only grew: a gap that was filled later makes it another series, and the session begins anew. */
function continues(candles: readonly Candle[], known: HeldSeries): boolean {
  return candles[0]?.time === known.first && candles[known.held - 1]?.time === known.last;
}

function columnsOf(candles: readonly Candle[]): Float64Array {
  const columns = new Float64Array(candles.length * COLUMNS);
  let at = 0;
  for (const { time, open, high, low, close } of candles) {
    columns[at] = time;
    columns[at + 1] = open;
    columns[at + 2] = high;
    columns[at + 3] = low;
    columns[at + 4] = close;
    at += COLUMNS;
  }
  return columns;
}
