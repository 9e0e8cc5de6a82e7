import { readFileSync } from "node:fs";

const PAGE = 4_096;

/** Bytes that a process holds now; 0 where the system does not say, or the process is gone. Linux says it in a file that is never on a disk. */
export function residentMemory(pid: number): number {
  if (process.platform !== "linux") return 0;
  try {
    const [, pages] = readFileSync(`/proc/${pid}/statm`, "latin1").split(" ");
    return Number(pages) * PAGE;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH"))
      return 0;
    throw error;
  }
}
