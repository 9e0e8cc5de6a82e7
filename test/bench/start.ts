import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../kit/freePort.ts";
import { type Benchmark, timed } from "./figure.ts";

const COMMAND = fileURLToPath(new URL("../../host/bin/promostack.mjs", import.meta.url));
const REST_MS = 15_000;
const MEGABYTE = 1_048_576;

/** The start command in an empty folder, again in the same folder, and its memory once nothing happens. */
export const startBenchmark: Benchmark = {
  name: "start",
  async run(note) {
    note(
      `The start command until /readyz says yes; memory of the host's process after ${REST_MS / 1_000} s at rest`,
    );
    const folder = await mkdtemp(path.join(tmpdir(), "promostack-start-"));
    const port = await freePort();
    try {
      const first = await start(folder, port);
      await first.stop();
      const second = await start(folder, port);
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      const resident = await residentBytes(second.pid);
      await second.stop();
      return [
        {
          name: "First start after install",
          value: first.milliseconds / 1_000,
          unit: "s",
          goal: { kind: "at most", value: 10 },
        },
        {
          name: "Second start",
          value: second.milliseconds / 1_000,
          unit: "s",
          goal: { kind: "at most", value: 3 },
        },
        {
          name: "Host's memory at rest",
          value: resident / MEGABYTE,
          unit: "MB",
          goal: { kind: "at most", value: 300 },
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function start(folder: string, port: number) {
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: String(port),
    DATA_DIR: folder,
    LOG_LEVEL: "warn",
  };
  let host: ChildProcess | undefined;
  const milliseconds = await timed(async () => {
    host = spawn(process.execPath, [COMMAND, "start"], {
      env: environment,
      stdio: ["ignore", "ignore", "inherit"],
    });
    await ready(`http://127.0.0.1:${port}/readyz`, host);
  });
  const running = host;
  return {
    milliseconds,
    pid: running?.pid ?? 0,
    async stop() {
      if (running === undefined || running.exitCode !== null) return;
      running.kill("SIGTERM");
      await once(running, "exit");
    },
  };
}

async function ready(address: string, host: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (host.exitCode !== null) throw new Error(`The host ended with code ${host.exitCode}.`);
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("The host was not ready within a minute.");
}

/** Resident memory of one process, in bytes. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024;
}
