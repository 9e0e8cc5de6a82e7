import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CliContext } from "@promostack/core";
import { cpuTimeOf } from "../../host/sandbox/cpuTime.ts";
import { openSandbox } from "../../host/sandbox/sandbox.ts";
import { sweepCommand } from "../../plugins/forex-signals/cli/search/sweep.ts";
import { randomWalk } from "./candles.ts";
import { type Benchmark, timed } from "./figure.ts";

const SETTINGS = 200;
const REAL = fileURLToPath(new URL("../../../shared/data/XAUUSD_H1_2006-2019.csv.gz", import.meta.url));
const MADE_UP = 120_000;

/** A sweep as an author starts it: how much of the machine's cores it uses. */
export const sweepBenchmark: Benchmark = {
  name: "sweep",
  async run(note) {
    const folder = await mkdtemp(path.join(tmpdir(), "promostack-bench-"));
    const sandbox = await openSandbox({
      strategyFolders: [fileURLToPath(new URL("../../strategies", import.meta.url))],
      cacheFolder: folder,
    });
    try {
      const file = existsSync(REAL) ? REAL : await madeUp(folder);
      note(`${SETTINGS} settings of conservative over ${path.basename(file)}`);
      // The runners are forked with the first question: an author's wait, but not the sweep's.
      await sandbox.describe("conservative");
      const before = usedMs();
      const took = await timed(() =>
        sweepCommand.run(contextOf(sandbox, folder), ["conservative"], {
          candles: file,
          random: String(SETTINGS),
          seed: "1",
        }),
      );
      const cores = cpus().length;
      return [
        {
          name: `A sweep of ${SETTINGS} settings: share of all ${cores} cores' time that it used itself`,
          value: ((usedMs() - before) / (took * cores)) * 100,
          unit: "%",
          against: { name: "the sweep took", value: took / 1_000, unit: "s" },
          goal: { kind: "at least", value: 90 },
        },
      ];
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function contextOf(sandbox: CliContext["sandbox"], cwd: string): CliContext {
  const refuse = () => Promise.reject(new Error("A sweep needs none."));
  return {
    json: true,
    cwd,
    sandbox,
    addStrategy: refuse,
    platform: refuse,
    print: () => undefined,
    answer: () => undefined,
    progress: () => ({ advance: () => undefined, done: () => undefined }),
    signal: new AbortController().signal,
  };
}

/**
 * Milliseconds of processor that this process and the runners it forked have used. Theirs alone: whatever else is at work on the
 * machine makes the share smaller, never larger.
 */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8");
  const pids = children.split(" ").filter(Boolean).map(Number);
  return pids.reduce((sum, pid) => sum + (cpuTimeOf(pid) ?? 0), (user + system) / 1_000);
}

async function madeUp(folder: string): Promise<string> {
  const file = path.join(folder, "candles.csv");
  const lines = randomWalk(MADE_UP).map(({ time, open, high, low, close }) =>
    [new Date(time).toISOString(), open, high, low, close].join(","),
  );
  await writeFile(file, ["time,open,high,low,close", ...lines].join("\n"));
  return file;
}
