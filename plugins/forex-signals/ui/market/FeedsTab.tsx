import { Stack, Text } from "@mantine/core";
import { Ago, Count, Section, Status, Time, type Tone, useResource } from "@promostack/web/kit";
import type { Gaps, GapView, MarketState } from "../../marketApi.ts";
import { Grid } from "./Grid.tsx";
import { Loaded } from "./Loaded.tsx";
import { Retry } from "./Retry.tsx";
import { Stream } from "./Stream.tsx";
import { words as W } from "./texts.ts";

const MARKET = "/api/p/forex-signals/admin/market";
const EVERY = 15_000;
const TONES = new Map<string, Tone>([
  ["live", "good"],
  ["stale", "warn"],
  ["not-configured", "bad"],
]);
const STATES = new Map<string, string>(Object.entries(W.states));

/** How every series and the stream stand, and what is missing. */
export function FeedsTab() {
  const state = useResource<MarketState>(MARKET, {}, { every: EVERY });
  const gaps = useResource<Gaps>(`${MARKET}/gaps`, {}, { every: EVERY });
  return (
    <Stack>
      <Section title={W.series}>
        <Loaded of={state} height={160}>
          {({ series }) => <Series series={series} />}
        </Loaded>
      </Section>
      <Section title={W.stream} intro={W.streamIntro}>
        <Loaded of={state} height={120}>
          {({ stream, simulated }) => <Stream stream={stream} simulated={simulated} />}
        </Loaded>
      </Section>
      <Section title={W.gaps} intro={W.gapsIntro} actions={<Retry label={W.askAgain} />}>
        <Loaded of={gaps} height={120}>
          {({ items }) => <GapList gaps={items} />}
        </Loaded>
      </Section>
    </Stack>
  );
}

function Series({ series }: Pick<MarketState, "series">) {
  if (series.length === 0) return <Text c="dimmed">{W.seriesNone}</Text>;
  return (
    <Grid
      label={W.series}
      head={[
        { title: W.symbol },
        { title: W.timeframe },
        { title: W.state },
        { title: W.newest },
        { title: W.fetched },
        { title: W.revision, end: true },
        { title: W.gapsOpen, end: true },
        { title: W.missing, end: true },
        { title: W.error },
      ]}
      rows={series.map((each) => ({
        key: `${each.symbol} ${each.timeframe}`,
        cells: [
          each.symbol,
          each.timeframe,
          <Status key="state" tone={TONES.get(each.state) ?? "quiet"}>
            {STATES.get(each.state) ?? each.state}
          </Status>,
          <Time key="newest" value={each.newest} />,
          each.fetchedAt === null ? "–" : <Ago key="fetched" value={each.fetchedAt} />,
          <Count key="revision" value={each.revision} />,
          <Count key="gaps" value={each.gaps} />,
          <Count key="missing" value={each.missing} />,
          each.error === null ? (
            "–"
          ) : (
            <span key="error">
              {each.error.message} <Ago value={each.error.at} />
            </span>
          ),
        ],
      }))}
    />
  );
}

function GapList({ gaps }: { gaps: readonly GapView[] }) {
  if (gaps.length === 0) return <Text c="dimmed">{W.gapsNone}</Text>;
  return (
    <Grid
      label={W.gaps}
      head={[
        { title: W.symbol },
        { title: W.timeframe },
        { title: W.from },
        { title: W.until },
        { title: W.missing, end: true },
        { title: W.state },
        { title: W.attempts, end: true },
        { title: W.fetched },
        { title: W.filledAt },
      ]}
      rows={gaps.map((gap) => ({
        key: `${gap.symbol} ${gap.timeframe} ${gap.from}`,
        cells: [
          gap.symbol,
          gap.timeframe,
          <Time key="from" value={gap.from} />,
          <Time key="until" value={gap.until} />,
          <Count key="missing" value={gap.missing} />,
          <GapState key="state" gap={gap} />,
          <Count key="attempts" value={gap.attempts} />,
          gap.askedAt === null ? "–" : <Ago key="asked" value={gap.askedAt} />,
          gap.filledAt === null ? "–" : <Ago key="filled" value={gap.filledAt} />,
        ],
      }))}
    />
  );
}

function GapState({ gap: { filledAt, givenUp } }: { gap: GapView }) {
  if (filledAt !== null) return <Status tone="good">{W.filled}</Status>;
  return <Status tone={givenUp ? "quiet" : "warn"}>{givenUp ? W.givenUp : W.open}</Status>;
}
