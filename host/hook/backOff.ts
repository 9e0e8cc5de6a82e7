/** Between the attempts, as Standard Webhooks advises: a short failure costs seconds, a night's outage no event. Eight attempts in a little more than a day. */
const PAUSES_S = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
/** With no good answer for so long a webhook is turned off. */
const PATIENCE_MS = 3 * 86_400_000;

/** An address may ask for more time than we give, but not for days. */
const LONGEST_ASKED_S = 86_400;

/** When a delivery is tried again after `attempts` failures, not before `asked` seconds; null: it is given up. */
export function nextAttempt(attempts: number, now: Date, asked = 0): Date | null {
  const pause = PAUSES_S[attempts - 1];
  if (pause === undefined) return null;
  return new Date(now.getTime() + Math.max(pause, Math.min(asked, LONGEST_ASKED_S)) * 1_000);
}

export function patienceIsOver(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= PATIENCE_MS;
}
