import path from "node:path";
import type { Sandbox, StrategyDescription } from "@promostack/core";
import {
  CHECKS,
  type CheckName,
  type CheckReport,
  type CheckSeries,
  type CheckSubject,
  checkStrategy,
  madeUpSeries,
  recursionNeeds,
  sandboxSubject,
} from "@promostack/core/check";
import type { OpenSandbox } from "../sandbox/sandbox.ts";
import { readCandlesOf } from "./candleFile.ts";
import { readFixtures } from "./fixture.ts";

type FolderSandbox = Sandbox & Pick<OpenSandbox, "addFolder">;

export interface CheckFolderOptions {
  folder: string;
  sandbox: FolderSandbox;
  /** A second sandbox, whose processes have run nothing yet. */
  fresh: FolderSandbox;
  /** Files of candles; the strategy's fixtures and made-up candles when there are none. */
  candles: readonly string[];
  /** Parameters that differ from the defaults, on the files' candles and the made-up ones; fixtures bring their own. */
  parameters: Record<string, unknown>;
  symbol?: string;
  cwd: string;
  signal?: AbortSignal;
  /** Called with the number of checks to come, then before each of them. */
  onCheck?(total: number, check: CheckName | undefined): void;
}

export interface CheckedFolder extends CheckReport {
  strategy: { id: string; version: string };
  description: StrategyDescription;
}

/** Series to be checked with the same parameters. */
interface Batch {
  subject: CheckSubject;
  series: CheckSeries[];
}

/**
 * Every check of `@promostack/core/check` on a strategy's folder: the command line calls it with an author's folder, a host
 * that is published to with an unpacked release. Raises what keeps it from being evaluated at all: `strategy.does_not_build`,
 * `strategy.too_large`, `candles.*`.
 */
export async function checkFolder(options: CheckFolderOptions): Promise<CheckedFolder> {
  const { folder, sandbox, fresh, onCheck } = options;
  const { strategy, version } = await sandbox.addFolder(folder);
  await fresh.addFolder(folder);
  const description = await sandbox.describe(strategy, version);
  const batches = await batchesOf(options, description);
  const total = CHECKS.length * batches.reduce((sum, { series }) => sum + series.length, 0);
  onCheck?.(total, undefined);
  const reports: CheckReport[] = [];
  for (const { subject, series } of batches)
    reports.push(await checkStrategy(subject, series, { onCheck: (check) => onCheck?.(total, check) }));
  return {
    strategy: { id: strategy, version },
    description,
    passed: reports.every(({ passed }) => passed),
    series: reports.flatMap((each) => each.series),
  };
}

/** The files, or the fixtures; and made-up candles where none of them is long enough for the check of recursion. */
async function batchesOf(options: CheckFolderOptions, description: StrategyDescription): Promise<Batch[]> {
  const { sandbox, fresh, symbol, signal, cwd } = options;
  const subject = (parameters: Record<string, unknown>) =>
    sandboxSubject({
      sandbox,
      fresh,
      description,
      parameters: { ...description.defaults, ...parameters },
      now: () => performance.now(),
      ...(symbol !== undefined && { symbol }),
      ...(signal && { signal }),
    });
  const own = subject(options.parameters);
  const files = await Promise.all(
    options.candles.map(async (file) => ({
      name: path.basename(file),
      candles: await readCandlesOf(file, cwd, description.timeframe),
    })),
  );
  const fixtures = files.length > 0 ? [] : await readFixtures(options.folder, description.timeframe);
  const batches: Batch[] = fixtures.map(({ name, candles, hourly, content }) => ({
    subject: subject(content.parameters ?? {}),
    series: [{ name, candles, ...(hourly && { hourly }) }],
  }));
  const long = files.some(({ candles }) => candles.length >= recursionNeeds(own));
  const series = long ? files : [...files, madeUpSeries(own)];
  return [...batches, { subject: own, series }];
}
