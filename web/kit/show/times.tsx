import { Tooltip } from "@mantine/core";
import { platformNow, usePlatformNow } from "../live/clock.ts";
import { useTimezone } from "../page/place.ts";

type Instant = string | number | Date;
type Style = "time" | "day" | "full";

const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  time: { hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short", year: "numeric" },
  full: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
};

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone, hourCycle: "h23" });
  formats.set(key, made);
  return made;
}

/** An instant as text in a zone; the year is named only where it is not this one. */
export function timeText(value: Instant, zone: string, style: Style = "full"): string {
  const date = new Date(value);
  const otherYear = date.getUTCFullYear() !== new Date(platformNow()).getUTCFullYear();
  return format(zone, {
    ...STYLES[style],
    ...(style === "full" && otherYear ? { year: "numeric" } : {}),
  }).format(date);
}

/** To the second with its zone, and in UTC: what stands on hover. */
function exact(value: Instant, zone: string): string {
  const date = new Date(value);
  const here = format(zone, { dateStyle: "medium", timeStyle: "medium" }).format(date);
  const utc = date
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");
  return zone === "UTC" ? utc : `${here} ${zone.replaceAll("_", " ")} · ${utc}`;
}

interface InstantProps {
  value: Instant | null | undefined;
}

/** A time in the tenant's zone, exact with the zone on hover. */
export function Time({ value, style = "full" }: InstantProps & { style?: Style }) {
  const zone = useTimezone();
  if (value === null || value === undefined) return <span className="muted">–</span>;
  return (
    <Tooltip label={exact(value, zone)}>
      <time dateTime={new Date(value).toISOString()} style={{ whiteSpace: "nowrap" }}>
        {timeText(value, zone, style)}
      </time>
    </Tooltip>
  );
}

const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, "second"],
  [60, "minute"],
  [24, "hour"],
  [7, "day"],
];

/** "2 min ago", "in 3 hours". */
export function agoText(value: Instant, now: number): string {
  let amount = (new Date(value).getTime() - now) / 1000;
  if (Math.abs(amount) < 5) return "just now";
  const words = new Intl.RelativeTimeFormat(undefined, { style: "short", numeric: "always" });
  for (const [size, unit] of STEPS) {
    if (Math.abs(amount) < size) return words.format(Math.round(amount), unit);
    amount /= size;
  }
  return words.format(Math.round(amount), "week");
}

/** How long ago by the platform's clock (or the machine's, for what machines note), exact on hover. */
export function Ago({ value, clock = "platform" }: InstantProps & { clock?: "platform" | "machine" }) {
  const zone = useTimezone();
  const now = usePlatformNow(10_000);
  if (value === null || value === undefined) return <span className="muted">–</span>;
  return (
    <Tooltip label={exact(value, zone)}>
      <time dateTime={new Date(value).toISOString()} style={{ whiteSpace: "nowrap" }}>
        {agoText(value, clock === "machine" ? Date.now() : now)}
      </time>
    </Tooltip>
  );
}

/** A length of time in words: "1 h 20 min". */
export function lengthText(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours < 48) return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  return `${Math.round(hours / 24)} days`;
}
