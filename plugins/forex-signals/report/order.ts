export const WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** Groups by weekday from Monday on. */
export function inWeekOrder<Group>(days: Record<string, Group>): [string, Group][] {
  return WEEK.flatMap((name): [string, Group][] => {
    const group = days[name];
    return group === undefined ? [] : [[name, group]];
  });
}

/** R of a year by month, where months are named `2024-03`. */
export function byYear<Group extends { totalR: number }>(
  months: Record<string, Group>,
): { year: string; months: (Group | undefined)[]; totalR: number }[] {
  const years = [...new Set(Object.keys(months).map((name) => name.slice(0, 4)))].sort();
  return years.map((year) => {
    const ofYear = Array.from(
      { length: 12 },
      (_, month) => months[`${year}-${String(month + 1).padStart(2, "0")}`],
    );
    return { year, months: ofYear, totalR: ofYear.reduce((sum, each) => sum + (each?.totalR ?? 0), 0) };
  });
}
