import { createHash } from "node:crypto";
import { type CandleHistory, PlatformError, type StrategyDescription } from "@promostack/core";
import {
  type CheckName,
  type CheckReport,
  type CheckSeries,
  checkStrategy,
  madeUpSeries,
  sandboxSubject,
} from "@promostack/core/check";
import type { Timeframe } from "@promostack/core/strategy";
import type { RunnerDescription } from "../sandbox/protocol.ts";
import { type OpenSandbox, openSandbox } from "../sandbox/sandbox.ts";
import type { StrategyArchive } from "./archive.ts";
import { fixtureSeries } from "./fixtureSeries.ts";

/** All evaluations of one strategy together. The checks take a few seconds for those that we ship. */
const EXAMINATION_MS = 120_000;
const MOST_FIXTURES = 5;

/** What was found out about a strategy before it is stored. */
export interface Examined {
  description: RunnerDescription;
  checks: CheckReport;
}

export interface ExaminationParts {
  cacheFolder: string;
  /** Real candles, where this installation has some. */
  history(timeframe: Timeframe): Promise<CandleHistory[]>;
}

type Step = (step: "describe" | "checks") => void;

/**
 * Runs a stranger's strategy for the first time: in runners of its own, so that the signals of this installation neither
 * wait for it nor share a process with it.
 */
export class Examination {
  readonly #parts: ExaminationParts;

  constructor(parts: ExaminationParts) {
    this.#parts = parts;
  }

  /** Raises the sandbox's errors, `release.unreadable` and `release.checks_failed` with the findings in its details. */
  readonly examine = async (archive: StrategyArchive, step: Step, signal: AbortSignal): Promise<Examined> => {
    const { cacheFolder, history } = this.#parts;
    const sandboxes: OpenSandbox[] = [];
    const open = async () => {
      const sandbox = await openSandbox({ strategyFolders: [], cacheFolder, runners: 1 });
      sandboxes.push(sandbox);
      return sandbox;
    };
    try {
      const pair = { sandbox: await open(), fresh: await open() };
      return await examineIn({ ...pair, archive, step, signal, history });
    } finally {
      for (const sandbox of sandboxes) await sandbox.close();
    }
  };
}

interface Order {
  sandbox: OpenSandbox;
  fresh: OpenSandbox;
  archive: StrategyArchive;
  step: Step;
  signal: AbortSignal;
  history: ExaminationParts["history"];
}

async function examineIn({
  sandbox,
  fresh,
  archive,
  step,
  signal: caller,
  history,
}: Order): Promise<Examined> {
  const { manifest, script, files } = archive;
  const { id, version } = manifest;
  const release = { id, version, source: script, key: `${id}@${version}-${hashOf(script)}` };
  step("describe");
  checkStorable(manifest, "plugin.json");
  const described = await sandbox.addScript(release);
  checkStorable(described, "What the strategy says of itself");
  await fresh.addScript(release);
  step("checks");
  const description = await sandbox.describe(id, version);
  const patience = AbortSignal.timeout(EXAMINATION_MS);
  const subject = sandboxSubject({
    sandbox,
    fresh,
    description,
    parameters: description.defaults,
    now: () => performance.now(),
    signal: AbortSignal.any([caller, patience]),
  });
  const fixtures = seriesOf(files, description).slice(0, MOST_FIXTURES);
  const real = await history(description.timeframe);
  const checks = await checkStrategy(subject, [...fixtures, ...real, madeUpSeries(subject)]).catch(
    (error: unknown) => {
      throw patience.aborted ? tooSlow(id) : error;
    },
  );
  checkStorable(checks, "What the checks found");
  if (!checks.passed) throw failed(manifest.id, checks);
  return { description: described, checks };
}

function seriesOf(files: StrategyArchive["files"], { timeframe }: StrategyDescription): CheckSeries[] {
  return [...files].flatMap(([name, bytes]) => {
    if (!/^fixtures\/[^/]+\.csv$/.test(name)) return [];
    const candles = fixtureSeries(bytes.toString("utf8"), name, timeframe);
    return candles === undefined ? [] : [{ name, candles }];
  });
}

function tooSlow(id: string): PlatformError {
  return new PlatformError(`The checks of ${id} took longer than ${EXAMINATION_MS / 1000} s.`, {
    code: "release.checks_failed",
    status: 422,
    hint: "Make the evaluation quicker, or leave large fixtures out.",
  });
}

function failed(id: string, report: CheckReport): PlatformError {
  const findings = report.series.flatMap(({ series, findings }) =>
    findings.filter(({ severity }) => severity === "error").map((finding) => ({ series, ...finding })),
  );
  const names = [...new Set(findings.map(({ check }): CheckName => check))];
  return new PlatformError(`${id} did not pass: ${names.join(", ")}. ${findings[0]?.what ?? ""}`.trim(), {
    code: "release.checks_failed",
    status: 422,
    hint: "`npx promostack strategy check` finds the same on your machine, and says how to mend it.",
    details: { findings: findings.slice(0, 20) },
  });
}

/** PostgreSQL keeps neither a zero character nor half a character. */
function checkStorable(value: unknown, what: string): void {
  if (!/\\u0000|\\ud[89a-f]/.test(JSON.stringify(value))) return;
  throw new PlatformError(`${what} holds characters that are no text.`, {
    code: "release.unreadable",
    status: 422,
    hint: "Take control characters out of titles, summaries and parameter schemas.",
  });
}

function hashOf(script: string): string {
  return createHash("sha256").update(script).digest("hex").slice(0, 12);
}
