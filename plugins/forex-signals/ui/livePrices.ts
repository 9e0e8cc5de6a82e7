import { useResource } from "@promostack/web/kit";
import type { Feed, SymbolPrice, SymbolPrices } from "../api.ts";

const EVERY_MS = 2_000;

/** The newest prices: every two seconds while they are streamed, as often as the feed is asked otherwise. */
export function usePrices(feed: Feed | undefined): readonly SymbolPrice[] | undefined {
  const streaming = feed?.streamed.state === "live";
  const { data } = useResource<SymbolPrices>(
    "/api/p/forex-signals/prices",
    {},
    { every: EVERY_MS, enabled: streaming },
  );
  return (streaming ? data?.items : undefined) ?? feed?.prices;
}
