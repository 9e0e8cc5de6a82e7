import { PlatformError } from "@promostack/core";
import type { Field } from "../fieldsApi.ts";
import type { ImportInput, LineProblem } from "./api.ts";
import { readLines } from "./reader.ts";
import { type ImportRow, keyOf, readRow } from "./row.ts";

/** Problems that are kept; the rest is counted. */
const KEPT_PROBLEMS = 200;
const MOST_ROWS = 250_000;

export interface ReadFile {
  rows: ImportRow[];
  lines: number;
  duplicates: number;
  wrong: number;
  problems: LineProblem[];
}

/** Reads and checks a whole file: each line is a row, repeats an earlier one, or is wrong. Raises `import.unreadable`, `import.no_key`, `import.too_many`. */
export async function readFile(
  input: Pick<ImportInput, "csv" | "columns" | "key" | "tag">,
  fields: ReadonlyMap<string, Field>,
): Promise<ReadFile> {
  if (!input.columns.includes(input.key)) throw noKey(input.key);
  const file: ReadFile = { rows: [], lines: 0, duplicates: 0, wrong: 0, problems: [] };
  const lineOf = new Map<string, number>();
  const note = (line: number, problem: string) => {
    if (file.problems.length < KEPT_PROBLEMS) file.problems.push({ line, problem });
  };
  let header = true;
  for await (const { number, cells } of readLines(input.csv)) {
    if (header) {
      header = false;
      continue;
    }
    file.lines += 1;
    if (file.lines > MOST_ROWS) throw tooMany();
    const read = readRow(cells, input, fields);
    if ("problem" in read) {
      file.wrong += 1;
      note(number, read.problem);
      continue;
    }
    const key = keyOf(read.value, input.key);
    const earlier = lineOf.get(key);
    if (earlier === undefined) {
      lineOf.set(key, number);
      file.rows.push(read.value);
    } else {
      file.duplicates += 1;
      note(number, `Line ${earlier} is about the same person.`);
    }
  }
  return file;
}

function noKey(key: ImportInput["key"]): PlatformError {
  return new PlatformError("No column says who somebody is.", {
    code: "import.no_key",
    status: 422,
    hint: `Choose the column with the ${key === "telegramId" ? "Telegram id" : "username"}.`,
  });
}

function tooMany(): PlatformError {
  return new PlatformError(`The file has more than ${MOST_ROWS.toLocaleString("en")} lines.`, {
    code: "import.too_many",
    status: 413,
    hint: "Split it, and import the parts one after the other.",
  });
}
