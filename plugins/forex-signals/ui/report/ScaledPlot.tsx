import { Plot, type PlotProps } from "@promostack/web/kit";
import { rangeOf, ticksOf } from "../../report/scale.ts";

/** A plot with the scale that the report's file has too. */
export function ScaledPlot(props: Omit<PlotProps, "scale">) {
  const { lines, bands = [] } = props;
  const [low, high] = rangeOf([
    ...lines.map(({ values }) => values),
    ...bands.flatMap((band) => [band.low, band.high]),
  ]);
  return <Plot {...props} scale={{ low, high, ticks: ticksOf(low, high) }} />;
}
