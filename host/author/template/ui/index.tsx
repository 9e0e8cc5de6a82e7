import { definePluginUi } from "@promostack/web/kit";
import { lazy } from "react";

export default definePluginUi({
  pages: { "/{{id}}": lazy(() => import("./Notes.tsx")) },
});
