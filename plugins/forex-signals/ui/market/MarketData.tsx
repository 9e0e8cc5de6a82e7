import { Tabs } from "@mantine/core";
import { Page, useAddress } from "@promostack/web/kit";
import { Budget } from "./Budget.tsx";
import { CalendarTab } from "./CalendarTab.tsx";
import { CandlesTab } from "./CandlesTab.tsx";
import { FeedsTab } from "./FeedsTab.tsx";
import { InstrumentsTab } from "./InstrumentsTab.tsx";
import { words as W } from "./texts.ts";

const PANELS = [
  ["budget", Budget],
  ["feeds", FeedsTab],
  ["calendar", CalendarTab],
  ["instruments", InstrumentsTab],
  ["candles", CandlesTab],
] as const;

/** The admins' page of the one feed: budget, feeds and gaps, calendars, instruments, stored candles. */
export default function MarketData() {
  const [{ tab = "budget" }, change] = useAddress();
  return (
    <Page title={W.title} intro={W.intro} wide>
      <Tabs value={tab} onChange={(next) => change({ tab: next ?? undefined })} keepMounted={false}>
        <Tabs.List mb="md">
          {PANELS.map(([value]) => (
            <Tabs.Tab key={value} value={value}>
              {W.tabs[value]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {PANELS.map(([value, Panel]) => (
          <Tabs.Panel key={value} value={value}>
            <Panel />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
