import { definePluginUi } from "@promostack/web/kit";
import { lazy } from "react";

export default definePluginUi({
  pages: {
    "/templates": lazy(() => import("./templates/TemplatesRoom.tsx")),
    "/coupon-broadcasts": lazy(() => import("./broadcasts/BroadcastsRoom.tsx")),
    "/campaigns": lazy(() => import("./campaigns/CampaignsRoom.tsx")),
    "/codes": lazy(() => import("./codes/CodesRoom.tsx")),
    "/message-texts": lazy(() => import("./messageTexts/MessageTexts.tsx")),
    "/numbers": lazy(() => import("./numbers/NumbersPage.tsx")),
    "/public-page": lazy(() => import("./public/PublicPage.tsx")),
  },
});
