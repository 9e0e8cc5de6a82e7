import { Tabs } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useGo } from "../kit/page/address.ts";
import { settingsWords as W } from "./texts.ts";

const TABS = [
  { path: "/settings", label: W.tabs.profile },
  { path: "/settings/team", label: W.tabs.team },
  { path: "/settings/plan", label: W.tabs.plan },
  { path: "/settings/keys", label: W.tabs.keys },
  { path: "/settings/webhooks", label: W.tabs.webhooks },
  { path: "/settings/audit", label: W.tabs.audit },
];

export function SettingsTabs() {
  const { pathname } = useLocation();
  const go = useGo();
  // A webhook's own page stands below the list's.
  const at = TABS.findLast(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  return (
    <Tabs
      value={at?.path ?? pathname}
      onChange={(path) => path !== null && go(path)}
      activateTabWithKeyboard={false}
    >
      <Tabs.List>
        {TABS.map(({ path, label }) => (
          <Tabs.Tab key={path} value={path}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {TABS.map(({ path }) => (
        <Tabs.Panel key={path} value={path}>
          {null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
