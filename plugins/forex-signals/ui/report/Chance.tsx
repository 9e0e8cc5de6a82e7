import { Table, Text } from "@mantine/core";
import { AsTable, Explained, RMultiple, Section, signed } from "@promostack/web/kit";
import type { Report } from "../../report/api.ts";
import { DEFINITIONS } from "../../report/definitions.ts";
import { Rows } from "./Rows.tsx";
import { ScaledPlot } from "./ScaledPlot.tsx";
import { Term } from "./Term.tsx";
import { words as W } from "./texts.ts";

/** What chance could have made of the same trades: the fan of resampled totals with the real one, and both simulations in figures. */
export function Chance({ report: { monteCarlo, summary } }: { report: Report }) {
  if (monteCarlo === null)
    return (
      <Section title={W.chance}>
        <Text c="dimmed">{W.chanceNone}</Text>
      </Section>
    );
  const { shuffled, resampled, runs, trades } = monteCarlo;
  const points = [{ trade: 0, p5: 0, p25: 0, p50: 0, p75: 0, p95: 0 }, ...resampled.fan];
  const totals = [0, ...summary.equity.map(({ r }) => r)];
  const real = points.map(({ trade }) => totals[trade] ?? 0);
  const rows = [
    { name: "shuffled", spread: shuffled.maxDrawdownR, sign: -1 },
    { name: "resampled", spread: resampled.finalR, sign: 1 },
    { name: "resampledDrawdown", spread: resampled.maxDrawdownR, sign: -1 },
  ] as const;
  return (
    <Section
      title={W.chance}
      intro={<Explained meaning={DEFINITIONS.resampled.meaning}>{W.simulations(runs)}</Explained>}
    >
      <ScaledPlot
        label={W.fanLabel(signed(resampled.finalR.p5, 1), signed(resampled.finalR.p95, 1))}
        x={points.map(({ trade }) => trade)}
        bands={[
          {
            label: W.middle90,
            tone: "accent",
            low: points.map(({ p5 }) => p5),
            high: points.map(({ p95 }) => p95),
          },
          {
            label: W.middleHalf,
            tone: "accent",
            low: points.map(({ p25 }) => p25),
            high: points.map(({ p75 }) => p75),
          },
        ]}
        lines={[
          { label: W.median, tone: "accent", values: points.map(({ p50 }) => p50), dashed: true },
          { label: W.real, tone: "plain", values: real },
        ]}
        ends={[W.firstTrade, W.afterTrades(trades)]}
        format={(value) => signed(value, 0)}
        reading={(index) => {
          const { trade, p5, p50, p95 } = points[index] ?? { trade: 0, p5: 0, p50: 0, p95: 0 };
          return [
            W.afterTrades(trade),
            `5 % ${signed(p5, 1)}`,
            `50 % ${signed(p50, 1)}`,
            `95 % ${signed(p95, 1)}`,
            `${W.real} ${signed(real[index] ?? 0, 1)} R`,
          ].join(" · ");
        }}
      />
      <AsTable
        head={[DEFINITIONS.trades.label, "5 %", "25 %", "50 %", "75 %", "95 %", W.real]}
        rows={points.map(({ trade, p5, p25, p50, p75, p95 }, index) => ({
          key: String(trade),
          cells: [trade, ...[p5, p25, p50, p75, p95, real[index] ?? 0].map((each) => signed(each, 2))],
        }))}
      />
      <Rows head={["", "5 %", "50 %", "95 %"]}>
        {rows.map(({ name, spread, sign }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">
              <Term name={name} />
            </Table.Th>
            {(["p5", "p50", "p95"] as const).map((at) => (
              <Table.Td key={at} ta="end">
                <RMultiple value={spread[at] * sign} />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Rows>
    </Section>
  );
}
