import { readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** What the watchdog left behind of a process that it had to end. */
export interface Stall {
  plugin: string;
  folder: string;
  seconds: number;
  /** Where the thread was: `function file:line`. */
  frame: string;
}

const NAME = /^promostack-stall-(\d+)\.json$/;

export function stallFile(pid: number): string {
  return path.join(tmpdir(), `promostack-stall-${pid}.json`);
}

/** Takes the records of ended processes that concern folders of ours; those of other installations stay. */
export async function takeStalls(isOurs: (folder: string) => boolean): Promise<Stall[]> {
  const found: Stall[] = [];
  for (const name of await readdir(tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid === 0 || (pid !== process.pid && isAlive(pid))) continue;
    const file = stallFile(pid);
    const stall = stallOf(await readFile(file, "utf8").catch(() => ""));
    if (stall === undefined || !isOurs(stall.folder)) continue;
    await rm(file, { force: true });
    found.push(stall);
  }
  return found;
}

/** A record that a crash cut short tells nothing. */
function stallOf(text: string): Stall | undefined {
  try {
    const stall: Stall = JSON.parse(text);
    return typeof stall.folder === "string" ? stall : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
