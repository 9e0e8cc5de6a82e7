import { Readable } from "node:stream";
import { PlatformError } from "@promostack/core";
import { CsvError, parse } from "csv-parse";

/** A line of a file: its number as editors count, and its cells. */
export interface Line {
  number: number;
  cells: string[];
}

/** Some kilobytes at a time, so that a long file does not hold everybody else up. */
const CHUNK = 65_536;

/** Lines of a CSV, whatever separates its cells, the header among them; empty lines are left out. Raises `import.unreadable`. */
export async function* readLines(csv: string): AsyncIterable<Line> {
  const parser = Readable.from(chunks(csv)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(csv),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 100_000,
    }),
  );
  try {
    for await (const { record, info } of parser) yield { number: info.lines, cells: record };
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new PlatformError(`The file cannot be read: ${cause.message}`, {
      code: "import.unreadable",
      status: 400,
      hint: "Save it as CSV in UTF-8 and try again.",
      cause,
    });
  }
}

function* chunks(text: string): Iterable<string> {
  for (let at = 0; at < text.length; at += CHUNK) yield text.slice(at, at + CHUNK);
}

/** What separates most in the header. */
function delimiterOf(csv: string): string {
  const header = csv.slice(0, csv.search(/[\r\n]|$/));
  const counted = [",", ";", "\t", "|"].map((mark) => ({ mark, count: header.split(mark).length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.mark ?? ",";
}
