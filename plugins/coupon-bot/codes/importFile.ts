import { PlatformError } from "@promostack/core";
import type { Imported } from "./api.ts";
import { MOST_LETTERS } from "./code.ts";
import { codeIn, type NewCode } from "./codeStore.ts";
import { csvLines } from "./csvLines.ts";
import { type Column, columnsIn, momentAs } from "./importColumns.ts";

const MOST_LINES = 250_000;
/** Of each list of problems; the rest is counted. */
const KEPT_PROBLEMS = 200;
const LONGEST_VALUE = 200;
const MOST_USES = 1_000_000_000;

export interface ReadFile extends Pick<Imported, "lines" | "refused" | "problems" | "fields"> {
  codes: NewCode[];
}

/**
 * Reads a file of codes: a column `code`, and where they are there `most uses`, `valid from`, `valid until`; every other column is a variable
 * for templates. Without a header the first column is the codes. A line is taken whole or not at all, and why not is told. `zone` is the one in
 * which its dates are meant. Raises `codes.file_unreadable`, `codes.file_too_long`.
 */
export async function readFile(csv: string, zone: string): Promise<ReadFile> {
  const file: ReadFile = { codes: [], lines: 0, refused: 0, problems: [], fields: [] };
  const lineOf = new Map<string, number>();
  let columns: readonly Column[] | undefined;
  for await (const { number, cells } of csvLines(csv)) {
    if (columns === undefined) {
      const header = columnsIn(cells);
      columns = header ?? [{ kind: "code" }];
      file.fields = columns.flatMap((column) => (column.kind === "field" ? column.name : []));
      if (header !== undefined) continue;
    }
    file.lines += 1;
    if (file.lines > MOST_LINES) throw tooLong();
    const read = readLine(cells, columns, zone);
    const earlier = typeof read === "string" ? undefined : lineOf.get(read.code);
    if (typeof read === "string") refuse(file, number, read);
    else if (earlier !== undefined) refuse(file, number, `Line ${earlier} has the same code.`);
    else {
      lineOf.set(read.code, number);
      file.codes.push(read);
    }
  }
  return file;
}

function refuse(file: ReadFile, line: number, problem: string): void {
  file.refused += 1;
  if (file.problems.length < KEPT_PROBLEMS) file.problems.push({ line, problem });
}

/** The code of a line, or what is wrong with the line. */
function readLine(cells: readonly string[], columns: readonly Column[], zone: string): NewCode | string {
  const read: NewCode = { code: "", mostUses: null, startsAt: null, endsAt: null, fields: {} };
  for (const [index, column] of columns.entries()) {
    const cell = unmarked(cells[index] ?? "");
    if (cell === "" && column.kind !== "code") continue;
    const problem = take(read, column, cell, zone);
    if (problem !== undefined) return problem;
  }
  if (read.startsAt !== null && read.endsAt !== null && read.endsAt <= read.startsAt)
    return "It ends before it starts.";
  return read;
}

function take(read: NewCode, column: Column, cell: string, zone: string): string | undefined {
  switch (column.kind) {
    case "code": {
      const code = codeIn(cell);
      if (code === undefined)
        return cell.length > MOST_LETTERS
          ? `The code is longer than ${MOST_LETTERS} letters.`
          : "There is no code: letters A to Z, digits, - and _.";
      read.code = code;
      return undefined;
    }
    case "mostUses": {
      const most = Number(cell);
      if (!Number.isInteger(most) || most < 1 || most > MOST_USES)
        return `“${shown(cell)}” is no number of uses.`;
      read.mostUses = most;
      return undefined;
    }
    case "starts":
    case "ends": {
      const at = momentAs(column.kind, cell, zone);
      if (at === undefined) return `“${shown(cell)}” is no date such as 2026-12-31 or 2026-12-31 18:00.`;
      read[column.kind === "starts" ? "startsAt" : "endsAt"] = at;
      return undefined;
    }
    case "field":
      if (cell.length > LONGEST_VALUE) return `${column.name} is longer than ${LONGEST_VALUE} letters.`;
      read.fields = { ...read.fields, [column.name]: cell };
      return undefined;
    case "fields":
      return takeFields(read, cell);
    case "ignored":
      return undefined;
  }
}

/** As our own export writes them. */
function takeFields(read: NewCode, cell: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(cell);
  } catch (error) {
    if (error instanceof SyntaxError) return "The fields cannot be read.";
    throw error;
  }
  for (const [name, text] of Object.entries(Object(value))) {
    const good = /^(?!code$)[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name) && typeof text === "string";
    if (!good || text.length > LONGEST_VALUE) return "The fields cannot be read.";
    read.fields = { ...read.fields, [name]: text };
  }
  return undefined;
}

/** Files that are safe in spreadsheets mark what would be a formula there. */
function unmarked(cell: string): string {
  return /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}

function shown(cell: string): string {
  return cell.slice(0, 40);
}

function tooLong(): PlatformError {
  return new PlatformError(`The file has more than ${MOST_LINES.toLocaleString("en")} lines.`, {
    code: "codes.file_too_long",
    status: 413,
    hint: "Split it, and import the parts one after the other.",
  });
}
