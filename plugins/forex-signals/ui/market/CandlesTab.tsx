import { Anchor, Stack, Text } from "@mantine/core";
import { Count, Section, Time, useResource } from "@promostack/web/kit";
import type { StoredSeriesList, StoredSeriesView } from "../../marketApi.ts";
import { Grid } from "./Grid.tsx";
import { ImportCandles } from "./ImportCandles.tsx";
import { Loaded } from "./Loaded.tsx";
import { words as W } from "./texts.ts";

const CANDLES = "/api/p/forex-signals/admin/candles";

/** Stored candles, out as a file, and more of them in. */
export function CandlesTab() {
  const stored = useResource<StoredSeriesList>(CANDLES);
  return (
    <Stack>
      <ImportCandles />
      <Section title={W.stored} intro={W.storedIntro}>
        <Loaded of={stored} height={200}>
          {({ items }) => <Stored series={items} />}
        </Loaded>
      </Section>
    </Stack>
  );
}

function Stored({ series }: { series: readonly StoredSeriesView[] }) {
  if (series.length === 0) return <Text c="dimmed">{W.storedNone}</Text>;
  return (
    <Grid
      label={W.stored}
      head={[
        { title: W.symbol },
        { title: W.timeframe },
        { title: W.count, end: true },
        { title: W.from },
        { title: W.until },
        { title: W.file },
      ]}
      rows={series.map((each) => ({
        key: `${each.symbol} ${each.timeframe}`,
        cells: [
          each.symbol,
          each.timeframe,
          <Count key="count" value={each.candles} />,
          <Time key="from" value={each.from} />,
          <Time key="to" value={each.to} />,
          <Download key="file" series={each} />,
        ],
      }))}
    />
  );
}

function Download({ series: { symbol, timeframe } }: { series: StoredSeriesView }) {
  return (
    <Anchor
      href={`${CANDLES}/exports?${new URLSearchParams({ symbol, timeframe })}`}
      download
      aria-label={`${W.download} ${symbol} ${timeframe}`}
    >
      {W.download}
    </Anchor>
  );
}
