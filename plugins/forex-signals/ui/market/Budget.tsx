import { Group, Progress, Stack, Text } from "@mantine/core";
import {
  Count,
  Explained,
  Notice,
  Section,
  Status,
  Time,
  usePlatformNow,
  useResource,
} from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { MarketState, Use } from "../../marketApi.ts";
import classes from "../Forex.module.css";
import { Grid } from "./Grid.tsx";
import { Loaded } from "./Loaded.tsx";
import { Retry } from "./Retry.tsx";
import { words as W } from "./texts.ts";
import { UsesChart } from "./UsesChart.tsx";
import { byHour, byPurposeAndSymbol } from "./uses.ts";

const BASE = "/api/p/forex-signals/admin";
const EVERY = 15_000;
const HOURS = 24;
const PURPOSES = new Map<string, string>(Object.entries(W.purposes));

/** What the feed costs. */
export function Budget() {
  const state = useResource<MarketState>(`${BASE}/market`, {}, { every: EVERY });
  return (
    <Loaded of={state} height={520}>
      {(known) => (
        <Stack>
          {known.configured ? null : (
            <Notice tone="bad" title={W.notConfigured}>
              {W.notConfiguredText}
            </Notice>
          )}
          <Blocked budget={known.budget} />
          <Figures state={known} />
          <Uses perDay={known.budget.perDay} />
        </Stack>
      )}
    </Loaded>
  );
}

function Blocked({ budget }: { budget: MarketState["budget"] }) {
  if (budget.blockedUntil === null) return null;
  return (
    <Notice tone="warn" title={W.blocked} action={<Retry />}>
      {budget.reason} {W.blockedUntil} <Time value={budget.blockedUntil} />.
    </Notice>
  );
}

function Figures({ state: { budget, forecast, simulated } }: { state: MarketState }) {
  const figures: [label: string, meaning: string | undefined, value: ReactNode][] = [
    [W.minute, W.minuteMeaning, used(budget.usedThisMinute, budget.perMinute)],
    [W.day, W.dayMeaning, used(budget.usedToday, budget.perDay)],
    [W.rate, W.rateMeaning, <Count key="rate" value={Math.round(forecast.perHour)} />],
    [W.midnight, W.midnightMeaning, <Count key="midnight" value={forecast.byMidnight} />],
    [W.plan, undefined, budget.plan ?? "–"],
  ];
  return (
    <Section title={W.budget} actions={<Retry />}>
      <div className={classes.figures}>
        {figures.map(([label, meaning, value]) => (
          <div key={label}>
            <Text size="sm" c="dimmed">
              {meaning === undefined ? label : <Explained meaning={meaning}>{label}</Explained>}
            </Text>
            <div className={`figure ${classes.number}`}>{value}</div>
          </div>
        ))}
      </div>
      {budget.perDay === null ? null : (
        <Progress
          value={(100 * budget.usedToday) / budget.perDay}
          color={forecast.enough === false ? "coral.6" : "gold.5"}
          aria-label={`${W.day}: ${used(budget.usedToday, budget.perDay)}`}
          mt="sm"
          mb="xs"
        />
      )}
      <Group gap="xs">
        {simulated ? <Status tone="info">{W.simulated}</Status> : null}
        {forecast.enough === null ? null : (
          <Status tone={forecast.enough ? "good" : "warn"}>{forecast.enough ? W.enough : W.notEnough}</Status>
        )}
      </Group>
      {forecast.emptyAt === null ? null : (
        <Text>
          {W.emptyAt} <Time value={forecast.emptyAt} />
        </Text>
      )}
    </Section>
  );
}

function used(count: number, limit: number | null): string {
  const text = count.toLocaleString("en");
  return limit === null ? text : W.of(text, limit.toLocaleString("en"));
}

/** A day's uses by hour, and by purpose and symbol, the dearest first. */
function Uses({ perDay }: { perDay: number | null }) {
  const uses = useResource<{ items: Use[] }>(`${BASE}/market/uses`, { hours: HOURS }, { every: EVERY });
  return (
    <Section title={W.uses} intro={W.usesIntro}>
      <Loaded of={uses} height={320}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{W.usesNone}</Text>
          ) : (
            <Spending uses={items} perDay={perDay} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Spending({ uses, perDay }: { uses: readonly Use[]; perDay: number | null }) {
  const now = usePlatformNow(60_000);
  return (
    <>
      <UsesChart hours={byHour(uses, now, HOURS)} perDay={perDay} />
      <Grid
        label={W.uses}
        head={[
          { title: W.purpose },
          { title: W.symbol },
          { title: W.requests, end: true },
          { title: W.credits, end: true },
          { title: <Explained meaning={W.refusedMeaning}>{W.refused}</Explained>, end: true },
        ]}
        rows={byPurposeAndSymbol(uses).map(({ purpose, symbol, requests, credits, refused }) => ({
          key: `${purpose} ${symbol}`,
          cells: [
            PURPOSES.get(purpose) ?? purpose,
            symbol,
            <Count key="requests" value={requests} />,
            <Count key="credits" value={credits} />,
            <Count key="refused" value={refused} />,
          ],
        }))}
      />
    </>
  );
}
