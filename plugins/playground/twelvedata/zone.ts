const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** True for names that Intl knows, spelt as Intl spells them: Twelve Data is case-sensitive. */
export function isZone(zone: string): boolean {
  try {
    return formatOf(zone).resolvedOptions().timeZone === zone || zone === "UTC";
  } catch {
    // Intl says "no such zone" by throwing.
    return false;
  }
}

/** `2026-03-02 10:01:00` on the clocks of a zone. */
export function wallTime(at: number, zone: string): string {
  if (zone === "UTC") return new Date(at).toISOString().slice(0, 19).replace("T", " ");
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  return `${of("year")}-${of("month")}-${of("day")} ${of("hour")}:${of("minute")}:${of("second")}`;
}

/** The instant of a wall time in a zone; undefined for what is no date. A date alone is its midnight. */
export function instant(text: string, zone: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?)?$/.exec(text.trim());
  if (!match) return undefined;
  const asUtc = Date.parse(`${match[1]}T${match[2] ?? "00:00"}${match[3] ?? ":00"}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  if (zone === "UTC") return asUtc;
  // Twice, because the first guess may lie on the other side of a change of clocks.
  const once = asUtc - offset(asUtc, zone);
  return asUtc - offset(once, zone);
}

function offset(at: number, zone: string): number {
  return Date.parse(`${wallTime(at, zone).replace(" ", "T")}Z`) - at;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  FORMATS.set(zone, format);
  return format;
}
