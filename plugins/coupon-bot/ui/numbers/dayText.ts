/** A day as people write it; days have no zone. */
export function dayText(day: string): string {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00Z`));
}

/** 1 is Monday. */
export function weekdayText(weekday: number, style: "short" | "long"): string {
  const format = new Intl.DateTimeFormat(undefined, { weekday: style, timeZone: "UTC" });
  // The first of January 2024 was a Monday.
  return format.format(new Date(Date.UTC(2024, 0, weekday)));
}
