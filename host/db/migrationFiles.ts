import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PlatformError } from "@promostack/core";

/** One numbered migration. `checksum` is over both scripts, line ends normalised. */
export interface Migration {
  number: number;
  name: string;
  up: string;
  /** Empty where the folder holds only up scripts. */
  down: string;
  checksum: string;
}

const NAME = /^(\d{4})_([a-z0-9_]+?)(?:\.(up|down))?\.sql$/;

/**
 * Reads `NNNN_name.sql`, or `NNNN_name.up.sql` beside `NNNN_name.down.sql`, in order.
 * @throws PlatformError `migration.invalid` naming the file: an odd name, a number used twice, a script of the pair missing.
 */
export async function readMigrations(folder: string, options: { pairs: boolean }): Promise<Migration[]> {
  const found = new Map<number, { name: string; up?: string; down?: string }>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort()) {
    const match = NAME.exec(file);
    if (!match?.[1] || !match[2]) throw invalid(file, "is not named NNNN_name.up.sql or NNNN_name.down.sql");
    const number = Number(match[1]);
    const direction = match[3] === "down" ? "down" : "up";
    if (options.pairs !== (match[3] !== undefined)) {
      throw invalid(file, options.pairs ? "must end in .up.sql or .down.sql" : "must have no .up or .down");
    }
    const entry = found.get(number) ?? { name: match[2] };
    if (entry.name !== match[2] || entry[direction] !== undefined) {
      throw invalid(file, `uses number ${match[1]}, which ${entry.name} has`);
    }
    entry[direction] = (await readFile(join(folder, file), "utf8")).replaceAll("\r\n", "\n");
    found.set(number, entry);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([number, { name, up, down }]) => {
      const label = `${String(number).padStart(4, "0")}_${name}`;
      if (up === undefined) throw invalid(`${label}.up.sql`, "is missing");
      if (options.pairs && down === undefined) throw invalid(`${label}.down.sql`, "is missing");
      const checksum = createHash("sha256")
        .update(up)
        .update("\0")
        .update(down ?? "")
        .digest("hex");
      return { number, name, up, down: down ?? "", checksum };
    });
}

/** What PostgreSQL said of a script, with the line it meant. */
export function placeOf(error: unknown, script: string): string {
  if (!(error instanceof Error)) return String(error);
  const position = "position" in error ? Number(error.position) : Number.NaN;
  if (!Number.isInteger(position)) return error.message;
  return `${error.message} (line ${script.slice(0, position).split("\n").length})`;
}

function invalid(file: string, reason: string): PlatformError {
  return new PlatformError(`Migration ${file} ${reason}.`, {
    code: "migration.invalid",
    phase: "migrate",
    hint: "Number migrations 0001, 0002, …; each as NNNN_name.up.sql with NNNN_name.down.sql.",
  });
}
