import { hourName, sessionOf, weekdayName } from "../../domain/summary.ts";
import type { Report } from "../../report/api.ts";
import { reasonText } from "../signalWords.tsx";
import { words as W } from "./texts.ts";

export type Trade = Report["trades"][number];

/** How the report counts a trade: by which name in which grouping. */
const NAMES = {
  session: ({ time }: Trade) => sessionOf(new Date(time).getUTCHours()),
  weekday: ({ time }: Trade) => weekdayName(new Date(time).getUTCDay()),
  month: ({ time }: Trade) => time.slice(0, 7),
  exit: ({ fills }: Trade) => fills.at(-1)?.reason ?? "",
  side: ({ direction }: Trade) => direction,
  hour: ({ time }: Trade) => hourOfWeek(new Date(time).getUTCDay(), new Date(time).getUTCHours()),
  undecided: ({ ambiguous }: Trade) => (ambiguous ? "yes" : "no"),
} as const satisfies Record<string, (trade: Trade) => string>;

export type Grouping = keyof typeof NAMES;

/** Name of an hour's cell: `Monday 09:00`. */
export function hourOfWeek(weekday: number, hour: number): string {
  return `${weekdayName(weekday)} ${hourName(hour)}`;
}

/** A slice as the address keeps it: `exit:stop`. */
export function sliceOf(grouping: Grouping, name: string): string {
  return `${grouping}:${name}`;
}

interface Slice {
  keep(trade: Trade): boolean;
  /** In words. */
  label: string;
}

/** What a slice of the address names; undefined for what somebody made up. */
export function sliceNamed(text: string | undefined): Slice | undefined {
  const [, grouping, name] = /^(\w+):(.+)$/.exec(text ?? "") ?? [];
  if (name === undefined || !isGrouping(grouping)) return undefined;
  return { keep: (trade) => NAMES[grouping](trade) === name, label: labelOf(grouping, name) };
}

function labelOf(grouping: Grouping, name: string): string {
  if (grouping === "exit") return W.sliceExit(reasonText(name));
  if (grouping === "undecided") return W.sliceUndecided;
  if (grouping === "side") return name === "buy" ? W.buys : W.sells;
  return grouping === "hour" ? W.sliceHour(name) : name;
}

function isGrouping(text: string | undefined): text is Grouping {
  return text !== undefined && text in NAMES;
}
