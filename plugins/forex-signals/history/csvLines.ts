import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { PlatformError } from "@promostack/core";

/** No line of a candle file comes near this. */
const LONGEST_LINE = 1_000;

export interface CsvLine {
  /** From 1, as editors count. */
  number: number;
  text: string;
}

/**
 * Lines of a file as it streams by, unpacked where it is gzip (by its first bytes, whatever its name says). Raises
 * `candles.unreadable` for damaged gzip and for a line that is no line any more.
 */
export async function* csvLines(bytes: AsyncIterable<Uint8Array>): AsyncIterable<CsvLine> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = "";
  for await (const chunk of unpacked(bytes)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) yield { number: ++number, text: ended(text, number) };
    if (rest.length > LONGEST_LINE) ended(rest, number + 1);
  }
  rest += decoder.decode();
  if (rest !== "") yield { number: ++number, text: ended(rest, number) };
}

function ended(text: string, number: number): string {
  if (text.length <= LONGEST_LINE) return text.endsWith("\r") ? text.slice(0, -1) : text;
  throw unreadable(`Line ${number} is longer than ${LONGEST_LINE} characters.`);
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) return;
  const whole = (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => source };
  })();
  const [one, two] = first.value;
  if (one !== 0x1f || two !== 0x8b) return yield* whole;
  const gunzip = createGunzip();
  const packed = Readable.from(whole);
  packed.once("error", (error) => gunzip.destroy(error));
  try {
    yield* packed.pipe(gunzip);
  } catch (cause) {
    throw unreadable("The file begins as gzip and cannot be unpacked.", cause);
  }
}

function unreadable(message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, {
    code: "candles.unreadable",
    status: 400,
    hint: "Give a .csv with the header time,open,high,low,close[,volume], or one that gzip packed.",
    cause,
  });
}
