import { Badge, Group, Tabs } from "@mantine/core";
import { ClockPanel, Page, Section, SpeedChoice, useGo, usePluginPlace } from "@promostack/web/kit";
import { IconFlask } from "@tabler/icons-react";
import { Chats } from "./Chats.tsx";
import { Faults } from "./Faults.tsx";
import { Market } from "./Market.tsx";
import { words as W } from "./texts.ts";

const TABS = ["chats", "market", "clock", "faults"] as const;

/** Where a person plays the Telegram user, the market and time. */
export default function Playground() {
  const { base, rest } = usePluginPlace();
  const go = useGo();
  const [first = "", room] = rest.split("/");
  const tab = TABS.find((each) => each === first) ?? "chats";
  return (
    <Page
      title={W.title}
      intro={W.intro}
      mark={
        <Badge color="amber" leftSection={<IconFlask size={12} aria-hidden />}>
          {W.label}
        </Badge>
      }
      actions={
        <Group gap="xs">
          <SpeedChoice />
        </Group>
      }
      wide
    >
      <Tabs
        value={tab}
        onChange={(value) => go(value === "chats" ? base : `${base}/${value}`)}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {W.tabs[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="chats">
          <Chats room={tab === "chats" ? room : undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="market">
          <Market />
        </Tabs.Panel>
        <Tabs.Panel value="clock">
          <Section title={W.clock.title} intro={W.clock.intro}>
            <ClockPanel />
          </Section>
        </Tabs.Panel>
        <Tabs.Panel value="faults">
          <Faults />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
