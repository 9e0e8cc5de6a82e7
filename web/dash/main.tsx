import { startSite } from "../shell/site.tsx";
import { DashFrame } from "./DashFrame.tsx";

startSite(DashFrame, {
  "/": () => import("./Home.tsx"),
  "/plugins": () => import("./Plugins.tsx"),
  "/plugins/$id": () => import("./Plugin.tsx"),
  "/connections": () => import("./Connections.tsx"),
  "/messages": () => import("./Messages.tsx"),
  "/jobs": () => import("./Jobs.tsx"),
  "/settings": () => import("./Settings.tsx"),
  "/settings/team": () => import("./Team.tsx"),
  "/settings/plan": () => import("./settings/Plan.tsx"),
  "/settings/keys": () => import("./settings/ApiKeys.tsx"),
  "/settings/webhooks": () => import("./webhooks/Webhooks.tsx"),
  "/settings/webhooks/$id": () => import("./webhooks/Webhook.tsx"),
  "/settings/audit": () => import("./Audit.tsx"),
  "/$": () => import("./PluginPages.tsx"),
});
