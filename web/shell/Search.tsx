import "@mantine/spotlight/styles.css";
import { useMantineColorScheme } from "@mantine/core";
import { Spotlight } from "@mantine/spotlight";
import { IconArrowsExchange, IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { useEffect } from "react";
import { useGo } from "../kit/page/address.ts";
import { usePlace } from "../kit/page/place.ts";
import { NamedIcon } from "../kit/show/icons.tsx";
import type { NavSection } from "./Navigation.tsx";
import classes from "./Search.module.css";
import { words } from "./texts.ts";

/** Pages and commands by name, under Ctrl K. */
export default function Search({ sections, close }: { sections: readonly NavSection[]; close: () => void }) {
  const go = useGo();
  const { session, tenant, switchTenant } = usePlace();
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => Spotlight.open(), []);
  const pages = sections.flatMap(({ title, items }) =>
    items.map(({ to, label, icon }) => ({
      id: to,
      label,
      description: title,
      leftSection: <NamedIcon name={icon} />,
      onClick: () => go(to),
    })),
  );
  const commands = [
    {
      id: "light",
      label: `${words.theme}: ${words.light}`,
      leftSection: <IconSun size={18} aria-hidden />,
      onClick: () => setColorScheme("light"),
    },
    {
      id: "dark",
      label: `${words.theme}: ${words.dark}`,
      leftSection: <IconMoon size={18} aria-hidden />,
      onClick: () => setColorScheme("dark"),
    },
    ...session.tenants
      .filter(({ id }) => id !== tenant?.id && !session.viewingAs)
      .map(({ id, name }) => ({
        id: `tenant-${id}`,
        label: words.switchTo(name),
        leftSection: <IconArrowsExchange size={18} aria-hidden />,
        onClick: () => {
          switchTenant(id);
          go("/");
        },
      })),
  ];
  return (
    <Spotlight
      actions={[
        { group: words.pages, actions: pages },
        { group: words.commands, actions: commands },
      ]}
      onSpotlightClose={close}
      shortcut={null}
      nothingFound={words.searchNothing}
      highlightQuery
      yOffset="12vh"
      centered={false}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      classNames={{ action: classes.action }}
      limit={12}
      transitionProps={{ duration: 100 }}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: words.searchPlaceholder,
        "aria-label": words.searchHint,
      }}
    />
  );
}
