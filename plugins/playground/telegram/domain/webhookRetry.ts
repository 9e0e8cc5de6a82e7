const LONGEST_HONOURED = 3600;
const LONGEST = 60;

/**
 * Seconds until Telegram tries a webhook again after `attempts` earlier failures of the same update: at once, then 2, 4,
 * 8 and so on up to a minute. The webhook's own `Retry-After` counts, up to an hour.
 */
export function afterFailure(attempts: number, retryAfter: string | null): number {
  const asked = Number(retryAfter ?? Number.NaN);
  if (Number.isFinite(asked) && asked > 0) return Math.min(asked, LONGEST_HONOURED);
  return attempts === 0 ? 0 : Math.min(2 ** attempts, LONGEST);
}
