export const PHASES = ["draft", "upcoming", "running", "full", "ended"] as const;
/** Where a campaign stands, for those who look at it. */
export type Phase = (typeof PHASES)[number];

export interface Standing {
  state: "draft" | "open" | "closed";
  startsAt: Date | null;
  endsAt: Date | null;
  lastNumber: number;
  plan: { mostEntries?: number | undefined };
}

export function phaseOf({ state, startsAt, endsAt, lastNumber, plan }: Standing, now: Date): Phase {
  if (state === "draft") return "draft";
  if (state === "closed" || (endsAt !== null && now >= endsAt)) return "ended";
  if (startsAt !== null && now < startsAt) return "upcoming";
  return plan.mostEntries !== undefined && lastNumber >= plan.mostEntries ? "full" : "running";
}
