import { Text } from "@mantine/core";
import { Count, PageLink, Percent, RMultiple, Section, signed } from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { Report } from "../../report/api.ts";
import type { FigureName } from "../../report/definitions.ts";
import { numberText } from "../../report/format.ts";
import classes from "../Forex.module.css";
import { Lead } from "./Lead.tsx";
import { Term } from "./Term.tsx";
import { words as W } from "./texts.ts";

/** Search words of the list of signals that has the same rows; absent for a report of no tenant's. */
export type RowsOf = Record<string, string> | undefined;

interface Shown {
  name: FigureName;
  value: ReactNode;
  /** More of the list's filters, where the figure counts rows. */
  counts?: Record<string, string>;
}

/** The figures, each with its definition on hover; those that count signals lead to their list. */
export function Figures({ report, rows }: { report: Report; rows: RowsOf }) {
  return (
    <Section title={W.figures}>
      <div className={classes.figures}>
        {figuresOf(report).map(({ name, value, counts }) => (
          <div key={name}>
            <Text size="sm" c="dimmed">
              <Term name={name} />
            </Text>
            <div className={`figure ${classes.number}`}>
              {rows !== undefined && counts !== undefined ? (
                <PageLink to="/forex" search={{ ...rows, ...counts }}>
                  {value}
                </PageLink>
              ) : (
                value
              )}
            </div>
          </div>
        ))}
      </div>
    </Section>
  );
}

/** A ratio, or how many trades it takes until it says something. */
function Ratio({ of: { value, missing } }: { of: Report["figures"]["sharpe"] }) {
  if (missing === 0) return numberText(value);
  return (
    <>
      {numberText(null)}{" "}
      <Text span size="sm" fw={400} c="dimmed">
        {W.moreTrades(missing)}
      </Text>
    </>
  );
}

function figuresOf({ summary, figures, ambiguity }: Report): Shown[] {
  const { expectancyLowR: low, expectancyHighR: high } = figures;
  const minutes = figures.averageMinutes;
  const undecided = <Count value={ambiguity.trades} />;
  return [
    { name: "trades", value: <Count value={summary.trades} />, counts: {} },
    { name: "totalR", value: <RMultiple value={summary.totalR} />, counts: {} },
    { name: "expectancyR", value: <RMultiple value={summary.expectancyR} /> },
    {
      name: "expectancyRange",
      value: low === null || high === null ? "–" : `${signed(low, 2)} … ${signed(high, 2)}`,
    },
    { name: "winRate", value: <Percent value={summary.winRate} />, counts: { outcome: "win" } },
    { name: "losses", value: <Count value={summary.losses} />, counts: { outcome: "loss" } },
    { name: "breakEvens", value: <Count value={summary.breakEvens} />, counts: { outcome: "break-even" } },
    { name: "profitFactor", value: numberText(summary.profitFactor) },
    { name: "payoff", value: numberText(figures.payoff) },
    { name: "maxDrawdownR", value: <RMultiple value={-summary.maxDrawdownR} /> },
    { name: "recovery", value: numberText(figures.recovery) },
    { name: "sharpe", value: <Ratio of={figures.sharpe} /> },
    { name: "sortino", value: <Ratio of={figures.sortino} /> },
    { name: "longestLosingRun", value: <Count value={summary.longestLosingRun} /> },
    { name: "bestR", value: <RMultiple value={figures.bestR} /> },
    { name: "worstR", value: <RMultiple value={figures.worstR} /> },
    { name: "averageMinutes", value: minutes === null ? "–" : W.minutes(Math.round(minutes)) },
    { name: "exposure", value: <Percent value={figures.exposure} decimals={1} /> },
    {
      name: "ambiguity",
      value:
        ambiguity.trades === 0 ? (
          undecided
        ) : (
          <Lead of="undecided" name="yes" label={W.undecided(ambiguity.trades)}>
            {undecided}
          </Lead>
        ),
    },
  ];
}
