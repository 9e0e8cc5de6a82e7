import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../host/bin/promostack.mjs", import.meta.url));

/** `promostack` in a process of its own, to be killed. */
export interface RunningCommand {
  readonly process: ChildProcess;
  /** Exit code (null after a signal), and everything it printed. */
  readonly ended: Promise<{ code: number | null; output: string; errors: string }>;
  /** kill -9, and waits until the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for the orderly end. */
  stop(): Promise<void>;
}

/** Starts the command with these words; of the caller's environment it gets only what a shell needs. */
export function command(words: readonly string[], variables: Record<string, string> = {}): RunningCommand {
  const child = spawn(process.execPath, [COMMAND, ...words], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const ended = once(child, "close").then(([code]) => ({
    code: typeof code === "number" ? code : null,
    output,
    errors,
  }));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return { process: child, ended, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

/** Runs it to its end and answers what it printed; anything but success fails with its own words. */
export async function succeed(words: readonly string[], variables?: Record<string, string>): Promise<string> {
  const { code, output, errors } = await command(words, variables).ended;
  if (code !== 0)
    throw new Error(`promostack ${words.join(" ")} ended with ${code}:\n${errors}${output.slice(0, 2_000)}`);
  return output;
}
