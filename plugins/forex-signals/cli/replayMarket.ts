import type { EphemeralPlatform } from "@promostack/core";
import type { CandleFile } from "./candleFile.ts";

const MARKET = "/api/p/playground/market";

/** Makes the platform's market stand-in show the file's candles, as the platform's clock reaches them. */
export async function openReplayMarket(
  platform: EphemeralPlatform,
  symbol: string,
  { candles }: CandleFile,
  name: string,
): Promise<void> {
  const lines = candles.map(
    ({ time, open, high, low, close }) => `${new Date(time).toISOString()},${open},${high},${low},${close}`,
  );
  const csv = ["time,open,high,low,close", ...lines].join("\n");
  await platform.call("PUT", MARKET, { symbol, source: "replay", name, csv, creditsPerMinute: 1_000_000 });
}
