import { readFileSync } from "node:fs";

/** Linux counts processor time for programs in hundredths of a second, whatever the kernel's own tick is. */
const TICK_MS = 10;
/** Of what follows the name in `/proc/<pid>/stat`: user and system time, counted from the state. */
const USER = 11;
const SYSTEM = 12;

/** Milliseconds of processor time that a process has had; undefined where the system does not tell, or it is gone. */
export function cpuTimeOf(pid: number | undefined): number | undefined {
  if (pid === undefined || process.platform !== "linux") return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name stands in brackets and may hold anything, brackets and spaces included.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[USER]) + Number(fields[SYSTEM])) * TICK_MS;
  } catch {
    // It ended meanwhile: there is nothing to tell.
    return undefined;
  }
}
