import type { EphemeralPlatform } from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import { KNOWN_INSTRUMENTS } from "../domain/knownInstruments.ts";
import type { InstrumentInput } from "../instrumentApi.ts";
import type { CandleFile } from "./candleFile.ts";

/** Routes of the market's stand-in. */
const STAND_IN = "/api/p/playground";
const INSTRUMENTS = "/api/p/forex-signals/admin/instruments";
/** The stand-in counts credits by the machine's clock, and a replay runs months in a minute. */
const CREDITS_PER_MINUTE = 100_000;

interface Stored {
  items: { symbol: string; source: string }[];
}

/**
 * Makes the platform know the instrument, and its market stand-in show the file's candles, as the platform's clock reaches them.
 * A market that does is left.
 */
export async function openReplayMarket(
  platform: EphemeralPlatform,
  traded: Instrument,
  { candles }: CandleFile,
  name: string,
): Promise<void> {
  const { symbol } = traded;
  const inAddress = symbol.replace("/", "-");
  if (KNOWN_INSTRUMENTS.get(symbol) !== traded)
    await platform.callAsAdmin("PUT", `${INSTRUMENTS}/${inAddress}`, factsOf(traded));
  const { items } = await platform.call<Stored>("GET", `${STAND_IN}/markets`);
  if (items.some((market) => market.symbol === symbol && market.source === "replay")) return;
  await platform.call("PATCH", `${STAND_IN}/settings`, { creditsPerMinute: CREDITS_PER_MINUTE });
  const lines = candles.map(
    ({ time, open, high, low, close }) => `${new Date(time).toISOString()},${open},${high},${low},${close}`,
  );
  const csv = ["time,open,high,low,close", ...lines].join("\n");
  const { id } = await platform.call<{ id: string }>("POST", `${STAND_IN}/replays`, { symbol, name, csv });
  await platform.call("PUT", `${STAND_IN}/markets/${inAddress}`, {
    source: "replay",
    replayId: id,
  });
}

/** What an admin would type in for it. */
function factsOf({ name, tick, pip, contractSize, minStop, spread, calendar }: Instrument): InstrumentInput {
  return { name, tick, pip, contractSize, minStop, spread, calendar };
}
