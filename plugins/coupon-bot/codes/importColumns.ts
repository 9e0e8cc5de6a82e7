import { momentIn } from "../campaigns/moment.ts";

/** What a column of a file says about a code. */
export type Column =
  | { kind: "code" | "mostUses" | "starts" | "ends" | "fields" | "ignored" }
  /** A variable for templates. */
  | { kind: "field"; name: string };

/** Headers without case, spaces and marks. */
const KNOWN: Readonly<Record<string, Exclude<Column["kind"], "field">>> = {
  code: "code",
  codes: "code",
  coupon: "code",
  couponcode: "code",
  promocode: "code",
  voucher: "code",
  mostuses: "mostUses",
  maxuses: "mostUses",
  limit: "mostUses",
  usagelimit: "mostUses",
  starts: "starts",
  startsat: "starts",
  validfrom: "starts",
  from: "starts",
  ends: "ends",
  endsat: "ends",
  validuntil: "ends",
  validto: "ends",
  until: "ends",
  expires: "ends",
  expiresat: "ends",
  fields: "fields",
  // What our own export has beside them: counted here, not there.
  uses: "ignored",
  state: "ignored",
  createdat: "ignored",
  id: "ignored",
};

/** The columns of a header; undefined where no cell says that it is the code's. */
export function columnsIn(header: readonly string[]): Column[] | undefined {
  const columns = header.map(columnOf);
  const codes = columns.filter(({ kind }) => kind === "code");
  return codes.length === 1 ? columns : undefined;
}

function columnOf(header: string): Column {
  const kind = KNOWN[header.toLowerCase().replace(/[^a-z0-9]/g, "")];
  if (kind !== undefined) return { kind };
  const name = header
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_ ]/g, "")
    .trim()
    .replace(/ +(\w)/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return /^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name) ? { kind: "field", name } : { kind: "ignored" };
}

const DATE = /^(20\d\d-[01]\d-[0-3]\d)(?:[T ]([0-2]\d:[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A date or a time in the zone, or one that names its own. Until a day is until its end. */
export function momentAs(kind: "starts" | "ends", text: string, zone: string): Date | undefined {
  const [, day, time, offset] = DATE.exec(text) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(day)) || !isDay(day)) return undefined;
  if (offset !== undefined) {
    const at = new Date(text.replace(" ", "T"));
    return Number.isNaN(at.getTime()) ? undefined : at;
  }
  if (time !== undefined) return time < "24:00" ? momentIn(`${day}T${time}`, zone) : undefined;
  return momentIn(`${kind === "starts" ? day : dayAfter(day)}T00:00`, zone);
}

/** Not the 31st of February. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
