/** `npm run bench`: every speed and memory goal, measured in one run. `--json` prints the figures only; words select benchmarks by name. */
import { availableParallelism, cpus } from "node:os";
import { backtestBenchmark } from "./backtest.ts";
import { couponBenchmark } from "./coupon.ts";
import { fanOutBenchmark } from "./fanOut.ts";
import { type Benchmark, type Figure, reaches } from "./figure.ts";
import { historyBenchmark } from "./history.ts";
import { indicatorBenchmark } from "./indicators.ts";
import { journeysBenchmark } from "./journeys.ts";
import { lifecycleBenchmark } from "./lifecycle.ts";
import { outboxBenchmark } from "./outbox.ts";
import { picturesBenchmark } from "./pictures.ts";
import { scaleBenchmark } from "./scale.ts";
import { startBenchmark } from "./start.ts";
import { sweepBenchmark } from "./sweep.ts";
import { webhookBenchmark } from "./webhook.ts";

const ALL: Benchmark[] = [
  backtestBenchmark,
  indicatorBenchmark,
  sweepBenchmark,
  outboxBenchmark,
  webhookBenchmark,
  fanOutBenchmark,
  scaleBenchmark,
  historyBenchmark,
  journeysBenchmark,
  lifecycleBenchmark,
  picturesBenchmark,
  couponBenchmark,
  startBenchmark,
];

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const json = process.argv.includes("--json");
const chosen = ALL.filter(({ name }) => words.length === 0 || words.includes(name));
if (chosen.length === 0) {
  console.error(`There is no such benchmark. They are: ${ALL.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const benchmark of chosen) {
  if (!json) console.log(`\n${benchmark.name}`);
  const measured = await benchmark.run((line) => json || console.log(`  ${line}`));
  figures.push(...measured);
  if (!json) for (const figure of measured) console.log(`  ${line(figure)}`);
}

const missed = figures.filter((figure) => !reaches(figure));
if (json) {
  const machine = { node: process.version, cores: availableParallelism(), cpu: cpus()[0]?.model };
  console.log(
    JSON.stringify(
      { machine, figures: figures.map((each) => ({ ...each, reached: reaches(each) })) },
      null,
      2,
    ),
  );
} else {
  console.log(
    missed.length === 0
      ? "\nEvery goal is reached."
      : `\nMissed: ${missed.map(({ name }) => name).join("; ")}.`,
  );
}
process.exit(missed.length === 0 ? 0 : 1);

function line(figure: Figure): string {
  const mark = reaches(figure) ? "✔" : "✘";
  const against = figure.against
    ? `  (${figure.against.name}: ${shown(figure.against.value)} ${figure.against.unit})`
    : "";
  return `${mark} ${figure.name}: ${shown(figure.value)} ${figure.unit}, goal ${figure.goal.kind} ${shown(figure.goal.value)}${against}`;
}

function shown(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 2 : 0 });
}
