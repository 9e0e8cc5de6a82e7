/** A wall clock's time (`2026-12-01T09:00`) in a zone, as a moment. In the hour that a clock skips, the one after it. */
export function momentIn(wall: string, zone: string): Date {
  const utc = Date.parse(`${wall}:00Z`);
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  const first = utc - offsetAt(new Date(utc), zone);
  return new Date(utc - offsetAt(new Date(first), zone));
}

/** Milliseconds by which a zone is ahead of UTC. */
function offsetAt(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const shown = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return shown - Math.floor(at.getTime() / 1000) * 1000;
}
