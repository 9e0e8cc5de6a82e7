import { readFile } from "node:fs/promises";
import path from "node:path";
import { type CliContext, type CliOption, PlatformError } from "@promostack/core";
import {
  type Instrument,
  type InstrumentFacts,
  instrument,
  instrumentProblem,
} from "../domain/instrument.ts";
import { GOLD, KNOWN_INSTRUMENTS } from "../domain/knownInstruments.ts";

/** Name the instrument of a file of candles: one that is built in, or an author's own numbers. */
export const INSTRUMENT_OPTIONS: CliOption[] = [
  { flags: "--symbol <symbol>", description: `symbol of the candles; ${GOLD.symbol} when absent` },
  { flags: "--instrument <file>", description: "JSON with the symbol's numbers: symbol, tick, pip …" },
  {
    flags: "--tick <price>",
    description: "smallest step of a price, of a symbol that is not built in: 0.01",
  },
  { flags: "--pip <price>", description: "what its distances are counted in: 0.1" },
];

type Options = Readonly<Record<string, string | boolean | undefined>>;
type Given = Partial<InstrumentFacts>;

/** A typical retail account's, where nobody says: between gold's 15 and 3 pips and the euro's 6 and 1. */
const STOP_PIPS = 10;
const SPREAD_PIPS = 2;
const NUMBERS = ["tick", "pip", "contractSize", "minStop", "spread"] as const;
const CALENDARS = ["metals", "forex", "crypto"] as const;
const FIELDS = new Set<string>(["symbol", "name", "calendar", ...NUMBERS]);

/** The instrument that the options name. Numbers that nobody gave are said before they are used. */
export async function chosenInstrument(
  context: Pick<CliContext, "cwd" | "print">,
  options: Options,
): Promise<Instrument> {
  const file = typeof options.instrument === "string" ? await readGiven(options.instrument, context.cwd) : {};
  const symbol = symbolOf(options.symbol, file.symbol);
  const given: Given = { ...file, ...price("tick", options.tick), ...price("pip", options.pip) };
  const known = KNOWN_INSTRUMENTS.get(symbol);
  if (known !== undefined && Object.keys(given).every((field) => field === "symbol")) return known;
  const { tick, pip, ...rest }: Given = { ...known, ...given };
  if (tick === undefined || pip === undefined) throw unknown(symbol);
  const facts: InstrumentFacts = {
    name: symbol,
    contractSize: 1,
    minStop: round(STOP_PIPS * pip),
    spread: round(SPREAD_PIPS * pip),
    calendar: "forex",
    ...rest,
    symbol,
    tick,
    pip,
  };
  const problem = instrumentProblem(facts);
  if (problem !== undefined) throw refused(`${symbol}: ${problem}.`);
  if (rest.minStop === undefined || rest.spread === undefined)
    context.print(
      `${symbol}: nearest stop ${facts.minStop}, spread ${facts.spread}. --instrument FILE.json says others.`,
    );
  return instrument(facts);
}

async function readGiven(file: string, cwd: string): Promise<Given> {
  const text = await readFile(path.resolve(cwd, file), "utf8").catch((cause: unknown) => {
    throw refused(`Cannot read ${file}.`, "Check the path; it is relative to the current folder.", cause);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refused(`${file} is not JSON.`, undefined, cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refused(`${file} is not a JSON object.`);
  return givenOf(new Map<string, unknown>(Object.entries(value)), file);
}

function givenOf(fields: ReadonlyMap<string, unknown>, file: string): Given {
  for (const name of fields.keys())
    if (!FIELDS.has(name)) throw refused(`${file}: there is no ${name}; it has ${[...FIELDS].join(", ")}.`);
  const given: Given = {};
  for (const name of ["symbol", "name"] as const) {
    const value = fields.get(name);
    if (typeof value === "string" && value !== "") given[name] = value;
    else if (value !== undefined) throw refused(`${file}: ${name} must be a text.`);
  }
  for (const name of NUMBERS) {
    const value = fields.get(name);
    if (typeof value === "number" && (value > 0 || (name === "spread" && value === 0))) given[name] = value;
    else if (value !== undefined) throw refused(`${file}: ${name} must be a number above 0.`);
  }
  const calendar = fields.get("calendar");
  const found = CALENDARS.find((each) => each === calendar);
  if (calendar !== undefined && found === undefined)
    throw refused(`${file}: calendar must be one of ${CALENDARS.join(", ")}.`);
  return found === undefined ? given : { ...given, calendar: found };
}

function symbolOf(option: string | boolean | undefined, inFile: string | undefined): string {
  if (typeof option !== "string") return inFile ?? GOLD.symbol;
  if (inFile === undefined || inFile === option) return option;
  throw refused(`--symbol says ${option} and the file of --instrument ${inFile}.`, "Leave one of them out.");
}

function price(name: "tick" | "pip", option: string | boolean | undefined): Given {
  if (option === undefined) return {};
  const value = Number(option);
  if (typeof option === "string" && value > 0 && Number.isFinite(value)) return { [name]: value };
  throw refused(`--${name} ${String(option)} is no price above 0.`);
}

/** Without the last bits that decimal fractions miss by. */
function round(value: number): number {
  return Number(value.toPrecision(10));
}

function unknown(symbol: string): PlatformError {
  return new PlatformError(`${symbol} is not built in, and nothing says what its prices are counted in.`, {
    code: "instrument.unknown",
    status: 400,
    hint: `Add --tick and --pip, such as --tick 0.01 --pip 0.1, or --instrument FILE.json; or use one of ${builtIn()}.`,
  });
}

function builtIn(): string {
  return [...KNOWN_INSTRUMENTS.keys()].join(", ");
}

function refused(
  message: string,
  hint = "The author's guide (strategies/README.md) shows such a file.",
  cause?: unknown,
): PlatformError {
  return new PlatformError(message, { code: "instrument.unsound", status: 400, hint, cause });
}
