import { Tabs } from "@mantine/core";
import { Page, useAddress } from "@promostack/web/kit";
import { Budget } from "./Budget.tsx";
import { CalendarTab } from "./CalendarTab.tsx";
import { CandlesTab } from "./CandlesTab.tsx";
import { words as W } from "./texts.ts";

/** The admins' page of the one feed: budget, feeds and gaps; stored candles; calendars and symbols. */
export default function MarketData() {
  const [{ tab = "budget" }, change] = useAddress();
  return (
    <Page title={W.title} intro={W.intro} wide>
      <Tabs value={tab} onChange={(next) => change({ tab: next ?? undefined })} keepMounted={false}>
        <Tabs.List mb="md">
          {Object.entries(W.tabs).map(([value, label]) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="budget">
          <Budget />
        </Tabs.Panel>
        <Tabs.Panel value="candles">
          <CandlesTab />
        </Tabs.Panel>
        <Tabs.Panel value="calendar">
          <CalendarTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
