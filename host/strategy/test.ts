import path from "node:path";
import { PlatformError, type StrategyDescription, type TimedCandidate } from "@promostack/core";
import { runMocha, testFiles } from "../author/mochaRun.ts";
import { compile } from "../plugin/schema.ts";
import { bundleStrategy } from "../sandbox/bundle.ts";
import type { OpenSandbox } from "../sandbox/sandbox.ts";
import { type Fixture, readFixtures, writeExpected } from "./fixture.ts";
import { changeLine, fixtureDiff } from "./fixtureDiff.ts";
import { packageVersion, strategyManifest } from "./strategyFolder.ts";

/** One line of the test's report. */
export interface TestStep {
  name: string;
  state: "passed" | "failed" | "warned" | "updated";
  detail: string;
  /** Differences and messages, a line each. */
  lines: string[];
}

export interface TestOptions {
  folder: string;
  sandbox: Pick<OpenSandbox, "addFolder" | "describe" | "evaluateSeries">;
  /** Writes what the strategy proposes now into the fixtures. */
  update: boolean;
  signal: AbortSignal;
  onStep(step: TestStep): void;
}

/** Differences that are listed; the rest is counted. */
const LISTED = 12;

/**
 * The contract of a strategy and its fixtures: the manifest is valid, it builds and describes itself, its defaults fit their
 * schema, it evaluates within the sandbox's limits and the same twice, its fixtures and its own tests pass. Where a step
 * fails on which the next stand, those are left out.
 */
export async function testStrategy(options: TestOptions): Promise<TestStep[]> {
  const { folder, sandbox, signal } = options;
  const steps: TestStep[] = [];
  const add = (name: string, state: TestStep["state"], detail: string, lines: string[] = []) => {
    const step: TestStep = { name, state, detail, lines };
    steps.push(step);
    options.onStep(step);
  };
  const manifest = await strategyManifest(folder);
  const inPackage = await packageVersion(folder);
  if (inPackage !== undefined && inPackage !== manifest.version)
    add("plugin.json", "failed", `says version ${manifest.version}, package.json says ${inPackage}`);
  else add("plugin.json", "passed", `${manifest.id} ${manifest.version} is valid`);

  const description = await attempt("describes itself", add, async () => {
    const { source } = await bundleStrategy(path.join(folder, manifest.entry ?? "index.ts"));
    const { strategy, version } = await sandbox.addFolder(folder);
    const found = await sandbox.describe(strategy, version);
    add("describes itself", "passed", describedBy(found, source.length));
    return found;
  });
  if (description === undefined) return steps;
  add(...parameterStep(description));

  const fixtures = await readFixtures(folder, description.timeframe);
  if (fixtures.length === 0)
    add(
      "fixtures",
      "warned",
      "none: add fixtures/<name>.json with candles and the candidates that they must give",
    );
  for (const fixture of fixtures)
    await attempt(fixture.name, add, async () => add(...(await fixtureStep(fixture, description, options))));

  const files = await testFiles(folder);
  if (files.length > 0) add(...(await ownStep(folder, files, signal)));
  return steps;
}

type Step = [name: string, state: TestStep["state"], detail: string, lines?: string[]];

/** An error of the strategy's is a failed step; others end the command. */
async function attempt<Answer>(
  name: string,
  add: (...step: Step) => void,
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!PlatformError.is(error) || error.code === "sandbox.cancelled") throw error;
    add(name, "failed", error.message, error.hint ? [error.hint] : []);
    return undefined;
  }
}

function describedBy({ timeframe, warmUp, higherTimeframes }: StrategyDescription, bytes: number): string {
  const higher = higherTimeframes.map((each) => `, ${each.timeframe} (warm-up ${each.warmUp})`).join("");
  return `${timeframe}, warm-up ${warmUp}${higher}; ${(bytes / 1024).toFixed(1)} KB in the sandbox`;
}

function parameterStep({ parametersSchema, defaults }: StrategyDescription): Step {
  const names = Object.keys(Object(parametersSchema.properties));
  const required = Array.isArray(parametersSchema.required) ? parametersSchema.required.map(String) : [];
  const without = required.filter((name) => !(name in defaults));
  if (without.length > 0)
    return ["parameters", "failed", `no default for ${without.join(", ")}: tenants start with the defaults`];
  const problems = compile({ ...parametersSchema, type: "object" })({ ...defaults });
  if (problems.length > 0) {
    const lines = problems.map(({ pointer, message }) => `${pointer || "/"} ${message}`);
    return ["parameters", "failed", "the defaults do not fit their own schema", lines];
  }
  return ["parameters", "passed", names.length === 0 ? "none" : `${names.length}, their defaults are valid`];
}

async function fixtureStep(
  fixture: Fixture,
  description: StrategyDescription,
  { sandbox, signal, update }: TestOptions,
): Promise<Step> {
  const { name, content, candles, hourly } = fixture;
  const evaluate = (): Promise<TimedCandidate[]> =>
    sandbox.evaluateSeries(
      {
        choice: {
          strategy: description.id,
          version: description.version,
          parameters: { ...description.defaults, ...content.parameters },
        },
        symbol: "XAU/USD",
        candles,
        ...(hourly && { hourly }),
      },
      signal,
    );
  const candidates = await evaluate();
  if (JSON.stringify(candidates) !== JSON.stringify(await evaluate()))
    return [
      name,
      "failed",
      "proposes something else the second time",
      ["`strategy check` says where and why."],
    ];
  const changes = fixtureDiff(content.candidates, candidates);
  const total = `${candidates.length} candidates in ${candles.length.toLocaleString("en")} candles`;
  if (changes.length === 0) return [name, "passed", total];
  const lines = changes.slice(0, LISTED).map(changeLine);
  if (changes.length > LISTED) lines.push(`… and ${changes.length - LISTED} more`);
  if (!update) return [name, "failed", `${changes.length} closes differ; ${total}`, lines];
  await writeExpected(fixture, candidates);
  return [name, "updated", `${changes.length} closes rewritten; ${total}`, lines];
}

async function ownStep(folder: string, files: readonly string[], signal: AbortSignal): Promise<Step> {
  const name = files.length === 1 ? (files[0] ?? "test/") : `test/ (${files.length} files)`;
  const tests = await runMocha({ folder, files, signal });
  if (tests === undefined)
    return [
      name,
      "warned",
      "not run: this installation has no Mocha (it was installed without development packages)",
    ];
  const { passed, failures } = tests;
  if (failures.length === 0) return [name, "passed", `${passed} tests`];
  const lines = failures.flatMap(({ title, message }) => [
    title,
    ...message.split("\n").map((line) => `  ${line}`),
  ]);
  return [name, "failed", `${failures.length} of ${passed + failures.length} tests`, lines];
}
