import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";

/** How one test ended. */
export interface TestOutcome {
  /** With the names of what it stands in. */
  title: string;
  passed: boolean;
  milliseconds: number;
  /** What was wrong; empty where it passed. */
  message: string;
}

/** How an author's tests went. */
export interface MochaResult {
  passed: number;
  /** Tests that had nothing to look at. */
  skipped: number;
  failures: { title: string; message: string }[];
}

export interface MochaRun {
  /** Where it runs, and what `files` are relative to. */
  folder: string;
  files: readonly string[];
  signal: AbortSignal;
  /** Modules that are loaded before the tests. */
  require?: readonly string[];
  /** Milliseconds for one test; Mocha's own 2 s when absent. */
  timeout?: number;
  /** More variables of the environment. */
  variables?: Record<string, string>;
  onTest?(test: TestOutcome): void;
}

const LONGEST_MS = 300_000;

/** `test/**\/*.test.ts` of an author's folder. */
export async function testFiles(folder: string): Promise<string[]> {
  const names = await readdir(path.join(folder, "test"), { recursive: true }).catch(() => []);
  return names
    .filter((name) => /\.test\.[jt]s$/.test(name))
    .sort()
    .map((name) => path.join("test", name));
}

/**
 * Runs tests with Mocha in a process of their own, and tells of each as it ends. Undefined where this installation was made
 * without its development packages.
 */
export async function runMocha(run: MochaRun): Promise<MochaResult | undefined> {
  const mocha = mochaProgram();
  if (mocha === undefined) return undefined;
  const { require: before = [], timeout } = run;
  const args = [
    ...["--import", import.meta.resolve("tsx"), mocha, "--no-config", "--reporter", "json-stream"],
    ...before.flatMap((module) => ["--require", module]),
    ...(timeout === undefined ? [] : ["--timeout", String(timeout)]),
    ...run.files,
  ];
  const result: MochaResult = { passed: 0, skipped: 0, failures: [] };
  let ended = false;
  const { out, err } = await linesOf(args, run, (line) => {
    const [word, facts] = eventIn(line) ?? [];
    if (word === "end") {
      ended = true;
      result.skipped = Number(facts?.pending ?? 0);
    }
    if (facts === undefined || (word !== "pass" && word !== "fail")) return word !== undefined;
    const title = String(facts.fullTitle);
    const message = word === "fail" ? firstLines(String(facts.err ?? "")) : "";
    if (word === "pass") result.passed += 1;
    else result.failures.push({ title, message });
    run.onTest?.({ title, passed: word === "pass", milliseconds: Number(facts.duration ?? 0), message });
    return true;
  });
  // A file that cannot be loaded ends Mocha before it begins.
  if (!ended) result.failures.push({ title: run.files.join(", "), message: firstLines(err || out) });
  return result;
}

function mochaProgram(): string | undefined {
  try {
    return path.join(
      path.dirname(createRequire(import.meta.url).resolve("mocha/package.json")),
      "bin/mocha.js",
    );
  } catch {
    return undefined;
  }
}

/** Hands on each line; answers the lines that `take` did not want, and what was complained of. */
function linesOf(
  args: readonly string[],
  { folder, signal, variables }: MochaRun,
  take: (line: string) => boolean,
) {
  return new Promise<{ out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ...variables },
      signal,
      timeout: LONGEST_MS,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { out: "", err: "" };
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      if (!take(line)) text.out += `${line}\n`;
    });
    child.stderr.on("data", (chunk) => {
      text.err += chunk;
    });
    const read = new Promise((done) => lines.once("close", done));
    child.once("error", reject);
    child.once("close", () => void read.then(() => resolve(text)));
  });
}

/** A line of the reporter's; undefined for what a test prints itself. */
function eventIn(line: string): [word: string, facts: Record<string, unknown>] | undefined {
  if (!/^\["(start|pass|fail|end)",\{/.test(line)) return undefined;
  try {
    const [word, facts] = JSON.parse(line);
    return [String(word), Object(facts)];
  } catch {
    return undefined;
  }
}

function firstLines(text: string): string {
  return text.trim().split("\n").slice(0, 12).join("\n");
}
