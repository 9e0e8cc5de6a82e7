import { startSite } from "../shell/site.tsx";
import { AdminFrame } from "./AdminFrame.tsx";

startSite(AdminFrame, {
  "/": () => import("./Overview.tsx"),
  "/plugins": () => import("./Plugins.tsx"),
  "/plugins/$id": () => import("./Plugin.tsx"),
  "/installs": () => import("./install/Installs.tsx"),
  "/installs/$id": () => import("./install/InstallPage.tsx"),
  "/strategies": () => import("./Strategies.tsx"),
  "/strategies/$id": () => import("./Strategy.tsx"),
  "/publishers": () => import("./Publishers.tsx"),
  "/tenants": () => import("./Tenants.tsx"),
  "/tenants/$id": () => import("./Tenant.tsx"),
  "/jobs": () => import("./Jobs.tsx"),
  "/dead-letters": () => import("./DeadLetters.tsx"),
  "/audit": () => import("./Audit.tsx"),
  "/settings": () => import("./Settings.tsx"),
  "/clock": () => import("./Clock.tsx"),
  "/$": () => import("./PluginPages.tsx"),
});
