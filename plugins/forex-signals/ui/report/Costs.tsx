import { SimpleGrid } from "@mantine/core";
import { AsTable, Percent, RMultiple, Section, signed } from "@promostack/web/kit";
import type { CostCase, Report } from "../../report/api.ts";
import { DEFINITIONS } from "../../report/definitions.ts";
import { numberText } from "../../report/format.ts";
import { ScaledPlot } from "./ScaledPlot.tsx";
import { Term } from "./Term.tsx";
import { words as W } from "./texts.ts";

/** What the same fills would have brought at other spreads, and with slippage. */
export function Costs({ report: { sensitivity, instrument } }: { report: Report }) {
  if (sensitivity === null) return null;
  const digits = instrument?.digits ?? 2;
  return (
    <Section title={W.costs} intro={W.costsIntro}>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Sensitivity name="spreadCases" cases={sensitivity.spread} digits={digits} />
        <Sensitivity name="slippageCases" cases={sensitivity.slippage} digits={digits} />
      </SimpleGrid>
    </Section>
  );
}

interface SensitivityProps {
  name: "spreadCases" | "slippageCases";
  cases: readonly CostCase[];
  digits: number;
}

function Sensitivity({ name, cases, digits }: SensitivityProps) {
  const [first] = cases;
  const last = cases.at(-1);
  if (first === undefined || last === undefined) return null;
  const booked = cases.find((each) => each.booked) ?? first;
  const priceOf = ({ price, booked: is }: CostCase) => `${price.toFixed(digits)}${is ? ` ${W.booked}` : ""}`;
  return (
    <div>
      <Term name={name} />
      <ScaledPlot
        label={W.costLabel(DEFINITIONS[name].label, signed(booked.totalR, 1), signed(last.totalR, 1))}
        x={cases.map(({ price }) => price)}
        lines={[
          {
            label: W.total,
            tone: last.totalR < 0 ? "down" : "up",
            values: cases.map(({ totalR }) => totalR),
            filled: true,
          },
        ]}
        height={140}
        ends={[priceOf(first), priceOf(last)]}
        format={(value) => signed(value, 0)}
        reading={(index) => {
          const each = cases[index] ?? last;
          return `${priceOf(each)} · ${W.totalAt(signed(each.totalR, 2))} · ${W.expectancyAt(each.expectancyR === null ? "–" : signed(each.expectancyR, 3))}`;
        }}
      />
      <AsTable
        head={[
          DEFINITIONS[name].label,
          DEFINITIONS.totalR.label,
          DEFINITIONS.expectancyR.label,
          DEFINITIONS.winRate.label,
          DEFINITIONS.profitFactor.label,
          DEFINITIONS.maxDrawdownR.label,
        ]}
        rows={cases.map((each) => ({
          key: String(each.price),
          cells: [
            priceOf(each),
            <RMultiple key="total" value={each.totalR} />,
            <RMultiple key="expectancy" value={each.expectancyR} />,
            <Percent key="rate" value={each.winRate} />,
            numberText(each.profitFactor),
            <RMultiple key="drawdown" value={-each.maxDrawdownR} />,
          ],
        }))}
      />
    </div>
  );
}
