import { definePluginUi } from "@promostack/web/kit";
import { lazy } from "react";
import { ForexCard } from "./ForexCard.tsx";

const Forex = lazy(() => import("./Forex.tsx"));
const Performance = lazy(() => import("./report/Performance.tsx"));
const Words = lazy(() => import("./words/Words.tsx"));

export default definePluginUi({
  pages: { "/forex": Forex, "/forex-performance": Performance, "/forex-words": Words },
  widgets: { "at-a-glance": ForexCard },
});
