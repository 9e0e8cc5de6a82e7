import { definePluginUi } from "@promostack/web/kit";
import { lazy } from "react";
import { ForexCard } from "./ForexCard.tsx";

const Forex = lazy(() => import("./Forex.tsx"));

export default definePluginUi({ pages: { "/forex": Forex }, widgets: { "at-a-glance": ForexCard } });
