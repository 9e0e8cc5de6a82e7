/** Between the attempts, as Standard Webhooks advises: a short failure costs seconds, a night's outage no event. Eight attempts in a little more than a day. */
const PAUSES_S = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
/** With no good answer for so long a webhook is turned off. */
const PATIENCE_MS = 3 * 86_400_000;

/** When a delivery is tried again after `attempts` failures; null: it is given up. */
export function nextAttempt(attempts: number, now: Date): Date | null {
  const pause = PAUSES_S[attempts - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause * 1_000);
}

export function patienceIsOver(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= PATIENCE_MS;
}
