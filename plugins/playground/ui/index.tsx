import { definePluginUi } from "@promostack/web/kit";
import { lazy } from "react";

const Playground = lazy(() => import("./Playground.tsx"));

export default definePluginUi({ pages: { "/playground": Playground } });
