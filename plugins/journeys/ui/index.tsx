import { definePluginUi } from "@promostack/web/kit";
import { lazy } from "react";

export default definePluginUi({
  pages: {
    "/journeys": lazy(() => import("./Journeys.tsx")),
    "/inbox": lazy(() => import("./inbox/Inbox.tsx")),
  },
});
