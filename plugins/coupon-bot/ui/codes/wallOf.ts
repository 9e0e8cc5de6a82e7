/** A moment on a zone's clock, as a field for date and time has it. */
export function wallOf(moment: string | null, zone: string): string | undefined {
  if (moment === null) return undefined;
  const parts = new Intl.DateTimeFormat("sv-SE", {
    ...{ timeZone: zone, hourCycle: "h23" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  });
  return parts.format(new Date(moment)).replace(" ", "T");
}
