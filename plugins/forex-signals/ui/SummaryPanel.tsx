import { Skeleton, Text } from "@mantine/core";
import { Count, ErrorState, Explained, Percent, RMultiple, Section, useResource } from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { Summary } from "../api.ts";
import { Equity } from "./Equity.tsx";
import classes from "./Forex.module.css";
import { words as W } from "./texts.ts";

/** Statistics over the tenant's closed signals. */
export function useSummary() {
  return useResource<Summary>("/api/p/forex-signals/summary", {}, { topics: ["signals"] });
}

/** The track record in figures, each with its definition. Nothing until there is something to count. */
export function SummaryPanel() {
  const { data, error, refetch } = useSummary();
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={110} />;
  if (data.trades === 0) return null;
  return (
    <Section title={W.summary}>
      <div className={classes.figures}>
        <Figure label={W.trades} meaning={W.tradesMeaning}>
          <Count value={data.trades} />
        </Figure>
        <Figure label={W.winRate} meaning={W.winRateMeaning}>
          <Percent value={data.winRate} />
        </Figure>
        <Figure label={W.totalR} meaning={W.totalRMeaning}>
          <RMultiple value={data.totalR} />
        </Figure>
        <Figure label={W.expectancy} meaning={W.expectancyMeaning}>
          <RMultiple value={data.expectancyR} />
        </Figure>
        <Figure label={W.profitFactor} meaning={W.profitFactorMeaning}>
          {data.profitFactor === null ? "–" : data.profitFactor.toFixed(2)}
        </Figure>
        <Figure label={W.drawdown} meaning={W.drawdownMeaning}>
          <RMultiple value={-Math.abs(data.maxDrawdownR)} />
        </Figure>
        <Figure label={W.losingRun} meaning={W.losingRunMeaning}>
          <Count value={data.longestLosingRun} />
        </Figure>
      </div>
      <Equity points={data.equity} />
    </Section>
  );
}

function Figure({ label, meaning, children }: { label: string; meaning: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        <Explained meaning={meaning}>{label}</Explained>
      </Text>
      <div className={`figure ${classes.number}`}>{children}</div>
    </div>
  );
}
