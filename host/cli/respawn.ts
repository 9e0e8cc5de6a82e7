import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** How a process ends that wants a fresh one in its place: a supervisor starts it again (75: "try again" in sysexits.h). */
export const RECYCLED = 75;

/**
 * Runs this very command in a fresh process, and again each time that one wants to be replaced; answers how the last one ended. It
 * stops with `signal`, and by itself where this process is gone.
 */
export async function respawn(signal: AbortSignal): Promise<number> {
  for (;;) {
    // Out of the terminal's group: Ctrl+C reaches it through here, once.
    const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
      stdio: ["inherit", "inherit", "inherit", "ipc"],
      env: { ...process.env, RECYCLE: "exit" },
      detached: true,
    });
    const code = await ended(child, signal);
    if (code !== RECYCLED || signal.aborted) return code;
  }
}

/** Where this is such a fresh process: tells when the one that started it is gone. */
export function onOrphaned(stop: () => void): void {
  if (process.send !== undefined) process.once("disconnect", stop);
}

async function ended(child: ChildProcess, signal: AbortSignal): Promise<number> {
  const stop = () => child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  try {
    const [code] = await once(child, "exit");
    return typeof code === "number" ? code : 1;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
