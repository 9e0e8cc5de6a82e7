import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

/** How an author's tests went. */
export interface OwnTests {
  passed: number;
  failures: { title: string; message: string }[];
}

interface MochaAnswer {
  stats: { passes: number };
  failures: { fullTitle: string; err: { message?: string } }[];
}

const LONGEST_MS = 60_000;

/** `test/**\/*.test.ts` of a strategy's folder. */
export async function testFiles(folder: string): Promise<string[]> {
  const names = await readdir(path.join(folder, "test"), { recursive: true }).catch(() => []);
  return names.filter((name) => /\.test\.[jt]s$/.test(name)).map((name) => path.join("test", name));
}

/**
 * Runs an author's own tests with Mocha in a process of their own. Undefined where this installation was made without its
 * development packages.
 */
export async function runOwnTests(
  folder: string,
  files: readonly string[],
  signal: AbortSignal,
): Promise<OwnTests | undefined> {
  const mocha = mochaProgram();
  if (mocha === undefined) return undefined;
  const args = ["--import", import.meta.resolve("tsx"), mocha, "--no-config", "--reporter", "json", ...files];
  const { out, err } = await outputOf(args, folder, signal);
  const answer = answerIn(out);
  if (answer === undefined)
    return { passed: 0, failures: [{ title: files.join(", "), message: firstLines(err || out) }] };
  return {
    passed: answer.stats.passes,
    failures: answer.failures.map(({ fullTitle, err: { message = "" } }) => ({
      title: fullTitle,
      message: firstLines(message),
    })),
  };
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

function outputOf(args: readonly string[], cwd: string, signal: AbortSignal) {
  return new Promise<{ out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      signal,
      timeout: LONGEST_MS,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      text.out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      text.err += chunk;
    });
    child.once("error", reject);
    child.once("close", () => resolve(text));
  });
}

/** What a test prints itself stands before the reporter's object. */
function answerIn(out: string): MochaAnswer | undefined {
  const at = out.search(/^\{$/m);
  if (at < 0) return undefined;
  try {
    const value: unknown = JSON.parse(out.slice(at));
    return isAnswer(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isAnswer(value: unknown): value is MochaAnswer {
  return typeof value === "object" && value !== null && "stats" in value && "failures" in value;
}

function firstLines(text: string): string {
  return text.trim().split("\n").slice(0, 12).join("\n");
}
