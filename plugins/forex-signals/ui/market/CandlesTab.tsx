import { Anchor, Skeleton, Stack, Text } from "@mantine/core";
import { Count, ErrorState, Section, Time, useResource } from "@promostack/web/kit";
import type { StoredSeriesView } from "../../marketApi.ts";
import { Grid } from "./Grid.tsx";
import { ImportCandles } from "./ImportCandles.tsx";
import { words as W } from "./texts.ts";

const CANDLES = "/api/p/forex-signals/admin/candles";

/** Stored candles, out as a file, and more of them in. */
export function CandlesTab() {
  const { data, error, refetch } = useResource<{ items: StoredSeriesView[] }>(CANDLES);
  return (
    <Stack>
      <ImportCandles />
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton h={200} />
      ) : (
        <Section title={W.stored}>
          {data.items.length === 0 ? (
            <Text c="dimmed">{W.storedNone}</Text>
          ) : (
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
              rows={data.items.map(({ symbol, timeframe, candles, from, to }) => ({
                key: `${symbol} ${timeframe}`,
                cells: [
                  symbol,
                  timeframe,
                  <Count key="count" value={candles} />,
                  <Time key="from" value={from} />,
                  <Time key="to" value={to} />,
                  <Anchor
                    key="file"
                    href={`${CANDLES}/exports?${new URLSearchParams({ symbol, timeframe })}`}
                    download
                    aria-label={`${W.download} ${symbol} ${timeframe}`}
                  >
                    {W.download}
                  </Anchor>,
                ],
              }))}
            />
          )}
        </Section>
      )}
    </Stack>
  );
}
