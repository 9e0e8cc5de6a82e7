import { Group } from "@mantine/core";
import { Count, Explained, RMultiple, Time } from "@promostack/web/kit";
import { DEFINITIONS } from "../../report/definitions.ts";
import { numberText } from "../../report/format.ts";
import type { ReleaseReport } from "../../report/releases/api.ts";

/** The key figures of the platform's own report of a release. */
export function ReleaseFigures({ report }: { report: ReleaseReport }) {
  const figures = [
    ["trades", <Count key="trades" value={report.trades} />],
    ["expectancyR", <RMultiple key="expectancy" value={report.expectancyR} />],
    ["profitFactor", numberText(report.profitFactor)],
    ["maxDrawdownR", <RMultiple key="drawdown" value={-report.maxDrawdownR} />],
  ] as const;
  return (
    <Group gap="2px 20px" className="figure">
      {figures.map(([name, value]) => (
        <span key={name}>
          <Explained meaning={DEFINITIONS[name].meaning}>
            <span className="muted">{DEFINITIONS[name].label}</span>
          </Explained>{" "}
          <strong>{value}</strong>
        </span>
      ))}
      <span className="muted">
        {report.symbol}, <Time value={report.from} /> – <Time value={report.to} />
      </span>
    </Group>
  );
}

/** The report that stands for a release: of the symbol with the most candles. */
export function reportOfRelease(
  reports: readonly ReleaseReport[] | undefined,
  strategy: string,
  version: string,
): ReleaseReport | undefined {
  const own = (reports ?? []).filter((each) => each.strategy === strategy && each.version === version);
  return own.sort((a, b) => b.candles - a.candles)[0];
}
