import { definePluginUi } from "@promostack/ui";
import { lazy } from "react";

export default definePluginUi({
  pages: { "/{{id}}": lazy(() => import("./Notes.tsx")) },
});
