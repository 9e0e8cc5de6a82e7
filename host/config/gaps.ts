import type { Config } from "./config.ts";

/** A part that does nothing as the platform is configured: allowed, since it may be meant so, and told. */
export interface Gap {
  part: "Market data" | "Sign-in" | "Public address" | "Secrets key";
  detail: string;
  fix: string;
}

/** What a real installation most likely lacks; nothing where the playground stands in. */
export function gapsOf(config: Config): Gap[] {
  if (config.playground) return [];
  const gaps: Gap[] = [];
  if (!config.clerk && !config.legacy)
    gaps.push({
      part: "Sign-in",
      detail: "Nobody can sign in: no Clerk, no legacy sign-in, no playground.",
      fix: "Set CLERK_ISSUERS and CLERK_PUBLISHABLE_KEY.",
    });
  if (!config.twelveData)
    gaps.push({
      part: "Market data",
      detail: "No key for Twelve Data is given, so there are no candles.",
      fix: "Set TWELVEDATA_API_KEY.",
    });
  if (!config.publicUrl && config.telegram.mode !== "polling")
    gaps.push({
      part: "Public address",
      detail: "PUBLIC_URL is not set, so Telegram cannot reach the webhooks.",
      fix: "Set PUBLIC_URL, or TELEGRAM_MODE=polling.",
    });
  if (!config.secretsKey)
    gaps.push({
      part: "Secrets key",
      detail: `The only key to the bots' tokens and other secrets is in ${config.dataDir}, made by itself.`,
      fix: "Set SECRETS_KEY, or keep a copy of that folder's secrets.key.",
    });
  return gaps;
}
