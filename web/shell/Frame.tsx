import { ActionIcon, Box, Burger, Group, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconHelpCircle, IconSearch } from "@tabler/icons-react";
import { Outlet, useLocation } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { Account } from "./Account.tsx";
import { LineLost, ViewingAs } from "./Banners.tsx";
import classes from "./Frame.module.css";
import { Navigation, type NavSection } from "./Navigation.tsx";
import { Contained } from "./PluginSlot.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";
import { words } from "./texts.ts";

const Search = lazy(() => import("./Search.tsx"));
const Help = lazy(() => import("./Help.tsx"));

export interface FrameProps {
  /** Top of the navigation: the tenant, or the site's name. */
  head: ReactNode;
  sections: readonly NavSection[];
  /** Above the foot of the navigation. */
  aside?: ReactNode;
  /** Instead of the page of the address. */
  page?: ReactNode;
}

/** Everything around a page: navigation, search, banners, theme and help. */
export function Frame({ head, sections, aside, page }: FrameProps) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const [searching, setSearching] = useState(false);
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure(false);
  const { pathname } = useLocation();
  useHotkeys([["mod+K", () => setSearching(true)]], []);
  useEffect(() => {
    if (pathname !== "") close();
  }, [pathname, close]);

  return (
    <div className={classes.shell} data-open={opened || undefined}>
      <a className="skip" href="#page">
        {words.skip}
      </a>
      <header className={classes.header}>
        <Burger
          opened={opened}
          onClick={toggle}
          size="sm"
          aria-label={words.menu}
          aria-expanded={opened}
          aria-controls="navigation"
        />
        <Text fw={650}>{words.product}</Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          ms="auto"
          aria-label={words.searchHint}
          onClick={() => setSearching(true)}
        >
          <IconSearch size={19} aria-hidden />
        </ActionIcon>
      </header>
      <nav id="navigation" className={classes.navbar} aria-label={words.navigation}>
        <Box p="xs" pb={4}>
          {head}
        </Box>
        <Box px="xs" pb="xs" visibleFrom="sm">
          <UnstyledButton
            className={classes.search}
            onClick={() => setSearching(true)}
            aria-keyshortcuts="Control+K"
          >
            <IconSearch size={15} aria-hidden />
            <span>{words.search}</span>
            <kbd>Ctrl K</kbd>
          </UnstyledButton>
        </Box>
        <div className={classes.pages}>
          <Navigation sections={sections} pathname={pathname} />
        </div>
        {aside}
        <Group p="xs" gap={4} wrap="nowrap" className={classes.foot}>
          <Account />
          <Tooltip label={words.help}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={words.help}
              onClick={openHelp}
              ms="auto"
            >
              <IconHelpCircle size={19} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <ThemeSwitch />
        </Group>
      </nav>
      <main id="page" tabIndex={-1} className={classes.main}>
        <ViewingAs />
        <LineLost />
        <Contained resetKey={pathname}>{page ?? <Outlet />}</Contained>
      </main>
      <Suspense fallback={null}>
        {help ? <Help close={closeHelp} /> : null}
        {searching ? <Search sections={sections} close={() => setSearching(false)} /> : null}
      </Suspense>
    </div>
  );
}
