import { Box, Text } from "@mantine/core";
import { IconShield } from "@tabler/icons-react";
import { LinkButton } from "../kit/page/PageLink.tsx";
import { usePlace } from "../kit/page/place.ts";
import { Empty } from "../kit/show/states.tsx";
import { useAdminPages } from "../shell/catalogue.ts";
import frame from "../shell/Frame.module.css";
import { Frame } from "../shell/Frame.tsx";
import { type NavSection, pluginSections } from "../shell/Navigation.tsx";
import { PlaygroundMark } from "../shell/PlaygroundMark.tsx";
import { words as shell } from "../shell/texts.ts";
import { publisherWords, strategyWords } from "./strategyTexts.ts";
import { words } from "./texts.ts";

/** The site of those who run the installation. */
export function AdminFrame() {
  const { session } = usePlace();
  return session.admin ? <AdminSite /> : <NotAdmin />;
}

function AdminSite() {
  const { session } = usePlace();
  const { pages = [] } = useAdminPages();
  const sections: NavSection[] = [
    {
      items: [
        { to: "/", label: shell.overview, icon: "gauge" },
        { to: "/plugins", label: shell.plugins, icon: "puzzle" },
        { to: "/strategies", label: strategyWords.title, icon: "chart-candle" },
        { to: "/publishers", label: publisherWords.title, icon: "key" },
        { to: "/tenants", label: shell.tenantsPage, icon: "users" },
        { to: "/jobs", label: shell.jobs, icon: "clock" },
        { to: "/dead-letters", label: shell.deadLetters, icon: "mail-x" },
        { to: "/audit", label: shell.audit, icon: "history" },
        { to: "/settings", label: shell.settings, icon: "settings" },
        ...(session.playground ? [{ to: "/clock", label: shell.clock, icon: "clock" }] : []),
      ],
    },
    ...pluginSections(pages),
  ];
  return <Frame head={<Head />} sections={sections} aside={session.playground ? <PlaygroundMark /> : null} />;
}

function NotAdmin() {
  return (
    <Frame
      head={<Head />}
      sections={[]}
      page={
        <Empty whole title={shell.notAdminTitle} action={<LinkButton to="/">{shell.overview}</LinkButton>}>
          {shell.notAdminText}
        </Empty>
      }
    />
  );
}

function Head() {
  return (
    <div className={frame.place}>
      <span className={frame.initial} aria-hidden>
        <IconShield size={17} />
      </span>
      <Box>
        <Text fw={620} lh={1.25}>
          {words.site}
        </Text>
        <Text size="xs" c="dimmed" lh={1.3}>
          {words.siteText}
        </Text>
      </Box>
    </div>
  );
}
