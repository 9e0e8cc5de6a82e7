import { execFile } from "node:child_process";
import { readFile, unlink } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a running server wrote of itself into its data directory. */
export interface Postmaster {
  pid: number;
  port: number;
}

const pidFile = (directory: string) => join(directory, "postmaster.pid");

/** The server that runs on this data directory, whoever started it; undefined where none does. */
export async function findPostmaster(directory: string): Promise<Postmaster | undefined> {
  const text = await readPidFile(directory);
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || !(await isPostgres(pid))) {
    await removeStale(directory, text);
    return undefined;
  }
  // A server that has just begun has not written its port yet.
  return { pid, port: Number(lines[3] ?? 0) };
}

async function readPidFile(directory: string): Promise<string | undefined> {
  try {
    return await readFile(pidFile(directory), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** After a crash the number in the file may belong to another process by now, and PostgreSQL itself would refuse to start. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Alive but another user's: most likely the server's own.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  try {
    if (process.platform === "linux")
      return (await readFile(`/proc/${pid}/cmdline`, "utf8")).includes("postgres");
    if (process.platform === "win32") return true;
    return (await run("ps", ["-p", String(pid), "-o", "command="])).stdout.includes("postgres");
  } catch {
    // The process ended between the two questions.
    return false;
  }
}

async function removeStale(directory: string, text: string): Promise<void> {
  // Another host may have started the server since: only the very file that was judged is removed.
  if ((await readPidFile(directory)) === text) await unlink(pidFile(directory)).catch(() => undefined);
}

/** `preferred` where nothing listens there, else any free port of the loopback interface. */
export async function freePort(preferred: number): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(0)) ?? 0;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(undefined));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
}
