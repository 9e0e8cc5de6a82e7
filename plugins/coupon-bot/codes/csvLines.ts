import { Readable } from "node:stream";
import { PlatformError } from "@promostack/core";
import { CsvError, parse } from "csv-parse";

/** Some kilobytes at a time, so that a long file does not hold everybody else up. */
const CHUNK = 65_536;

/** Lines of a CSV with their numbers as editors count, whatever parts its cells; empty ones are left out. Raises `codes.file_unreadable`. */
export async function* csvLines(csv: string): AsyncIterable<{ number: number; cells: string[] }> {
  const parser = Readable.from(chunks(csv)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(csv),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 50_000,
    }),
  );
  try {
    for await (const { record, info } of parser) yield { number: info.lines, cells: record };
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new PlatformError(`The file cannot be read: ${cause.message}`, {
      code: "codes.file_unreadable",
      status: 400,
      hint: "Save it as CSV in UTF-8 and try again.",
      cause,
    });
  }
}

function* chunks(text: string): Iterable<string> {
  for (let at = 0; at < text.length; at += CHUNK) yield text.slice(at, at + CHUNK);
}

/** What parts most of the first line. */
function delimiterOf(csv: string): string {
  const first = csv.slice(0, csv.search(/[\r\n]|$/));
  const counted = [",", ";", "\t"].map((mark) => ({ mark, count: first.split(mark).length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.mark ?? ",";
}
