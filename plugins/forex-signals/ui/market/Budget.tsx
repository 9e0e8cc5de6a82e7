import { Button, Skeleton, Stack, Text } from "@mantine/core";
import {
  Ago,
  Count,
  call,
  ErrorState,
  Explained,
  Notice,
  Section,
  Status,
  Time,
  type Tone,
  useAct,
  useResource,
} from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { GapView, MarketState, Use } from "../../marketApi.ts";
import classes from "../Forex.module.css";
import { Grid } from "./Grid.tsx";
import { words as W } from "./texts.ts";

const BASE = "/api/p/forex-signals/admin";
const EVERY = 15_000;
const TONES = new Map<string, Tone>([
  ["live", "good"],
  ["stale", "warn"],
  ["not-configured", "bad"],
]);
const STATES = new Map<string, string>(Object.entries(W.states));
const PURPOSES = new Map<string, string>(Object.entries(W.purposes));

/** What the feed costs and how it stands. */
export function Budget() {
  const { data, error, refetch } = useResource<MarketState>(`${BASE}/market`, {}, { every: EVERY });
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={520} />;
  return (
    <Stack>
      {data.configured ? null : (
        <Notice tone="bad" title={W.notConfigured}>
          {W.notConfiguredText}
        </Notice>
      )}
      <Blocked budget={data.budget} />
      <Figures state={data} />
      <Uses />
      <Series state={data} />
      <GapList />
    </Stack>
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

function Retry() {
  const retry = useAct({
    act: () => call(`${BASE}/market/retries`, { method: "POST" }),
    done: W.retried,
    changes: [`${BASE}/market`],
  });
  return (
    <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
      {W.retry}
    </Button>
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
      {simulated ? <Status tone="info">{W.simulated}</Status> : null}
      {forecast.enough === null ? null : (
        <Status tone={forecast.enough ? "good" : "warn"}>{forecast.enough ? W.enough : W.notEnough}</Status>
      )}
    </Section>
  );
}

function used(count: number, limit: number | null): string {
  const text = count.toLocaleString("en");
  return limit === null ? text : W.of(text, limit.toLocaleString("en"));
}

/** A day's uses by purpose and symbol, the dearest first, with a bar that says the same as the figure beside it. */
function Uses() {
  const { data } = useResource<{ items: Use[] }>(`${BASE}/market/uses`, { hours: 24 }, { every: EVERY });
  if (data === undefined) return <Skeleton h={160} />;
  const sums = summed(data.items);
  const most = Math.max(1, ...sums.map(({ credits }) => credits));
  return (
    <Section title={W.uses} intro={W.usesIntro}>
      {sums.length === 0 ? (
        <Text c="dimmed">{W.usesNone}</Text>
      ) : (
        <Grid
          label={W.uses}
          head={[
            { title: W.purpose },
            { title: W.symbol },
            { title: W.requests, end: true },
            { title: W.credits, end: true },
            { title: <Explained meaning={W.refusedMeaning}>{W.refused}</Explained>, end: true },
            { title: W.share },
          ]}
          rows={sums.map(({ purpose, symbol, requests, credits, refused }) => ({
            key: `${purpose} ${symbol}`,
            cells: [
              PURPOSES.get(purpose) ?? purpose,
              symbol,
              <Count key="requests" value={requests} />,
              <Count key="credits" value={credits} />,
              <Count key="refused" value={refused} />,
              <div
                key="share"
                aria-hidden
                style={{
                  height: 8,
                  minWidth: 2,
                  width: `${(credits / most) * 100}%`,
                  borderRadius: 4,
                  background: "var(--mantine-primary-color-filled)",
                }}
              />,
            ],
          }))}
        />
      )}
    </Section>
  );
}

function summed(items: readonly Use[]): Omit<Use, "hour">[] {
  const sums = new Map<string, Omit<Use, "hour">>();
  for (const { purpose, symbol, requests, credits, refused } of items) {
    const key = `${purpose} ${symbol}`;
    const known = sums.get(key) ?? { purpose, symbol, requests: 0, credits: 0, refused: 0 };
    sums.set(key, {
      purpose,
      symbol,
      requests: known.requests + requests,
      credits: known.credits + credits,
      refused: known.refused + refused,
    });
  }
  return [...sums.values()].sort((a, b) => b.credits - a.credits);
}

function Series({ state }: { state: MarketState }) {
  return (
    <Section title={W.series}>
      <Grid
        label={W.series}
        head={[
          { title: W.symbol },
          { title: W.timeframe },
          { title: W.state },
          { title: W.newest },
          { title: W.fetched },
          { title: W.gapsOpen, end: true },
          { title: W.missing, end: true },
          { title: W.error },
        ]}
        rows={state.series.map((each) => ({
          key: `${each.symbol} ${each.timeframe}`,
          cells: [
            each.symbol,
            each.timeframe,
            <Status key="state" tone={TONES.get(each.state) ?? "quiet"}>
              {STATES.get(each.state) ?? each.state}
            </Status>,
            each.newest === null ? "–" : <Time key="newest" value={each.newest} />,
            each.fetchedAt === null ? "–" : <Ago key="fetched" value={each.fetchedAt} />,
            <Count key="gaps" value={each.gaps} />,
            <Count key="missing" value={each.missing} />,
            each.error?.message ?? "–",
          ],
        }))}
      />
    </Section>
  );
}

function GapList() {
  const { data } = useResource<{ items: GapView[] }>(`${BASE}/market/gaps`, {}, { every: EVERY });
  if (data === undefined) return <Skeleton h={120} />;
  return (
    <Section title={W.gaps} intro={W.gapsIntro}>
      {data.items.length === 0 ? (
        <Text c="dimmed">{W.gapsNone}</Text>
      ) : (
        <Grid
          label={W.gaps}
          head={[
            { title: W.symbol },
            { title: W.from },
            { title: W.until },
            { title: W.missing, end: true },
            { title: W.attempts, end: true },
            { title: W.state },
          ]}
          rows={data.items.map((gap) => ({
            key: `${gap.symbol} ${gap.timeframe} ${gap.from}`,
            cells: [
              `${gap.symbol} ${gap.timeframe}`,
              <Time key="from" value={gap.from} />,
              <Time key="until" value={gap.until} />,
              <Count key="missing" value={gap.missing} />,
              <Count key="attempts" value={gap.attempts} />,
              gap.filledAt !== null ? (
                <Status key="state" tone="good">
                  {W.filled}
                </Status>
              ) : (
                <Status key="state" tone={gap.givenUp ? "quiet" : "warn"}>
                  {gap.givenUp ? W.givenUp : W.open}
                </Status>
              ),
            ],
          }))}
        />
      )}
    </Section>
  );
}
