import { definePluginUi } from "@promostack/web/kit";
import { lazy } from "react";
import { ForexCard } from "./ForexCard.tsx";

const Forex = lazy(() => import("./Forex.tsx"));
const MarketData = lazy(() => import("./market/MarketData.tsx"));
const Messages = lazy(() => import("./messages/Messages.tsx"));
const Performance = lazy(() => import("./report/Performance.tsx"));
const Strategies = lazy(() => import("./strategies/Strategies.tsx"));
const Words = lazy(() => import("./words/Words.tsx"));

export default definePluginUi({
  pages: {
    "/forex": Forex,
    "/forex-strategies": Strategies,
    "/forex-performance": Performance,
    "/forex-messages": Messages,
    "/forex-words": Words,
    "/market-data": MarketData,
  },
  widgets: { "at-a-glance": ForexCard },
});
