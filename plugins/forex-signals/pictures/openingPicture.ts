import { drawChart } from "./candleChart.ts";
import { drawHeader, drawSource } from "./header.ts";
import type { PriceLine } from "./priceLines.ts";
import type { OpeningScene } from "./scene.ts";
import { HEIGHT, MARGIN, type Sheet, WIDTH } from "./sheet.ts";

/** The chart that answers an opening post: candles up to the entry, and where the signal wants to go. */
export function drawOpening(sheet: Sheet, scene: OpeningScene): void {
  drawHeader(sheet, scene.openedAt);
  drawSource(sheet, 156);
  drawChart(
    sheet,
    { x: MARGIN, y: 200, width: WIDTH - 2 * MARGIN, height: HEIGHT - 200 - 32 },
    {
      lines: levelLines(sheet, scene),
      events: [{ time: scene.openedAt, price: scene.entry, colour: sheet.palette.entry }],
      labels: 312,
      from: scene.openedAt,
    },
  );
}

/** Entry, stop and targets with their distances in pips. */
function levelLines(sheet: Sheet, scene: OpeningScene): PriceLine[] {
  const { palette, words } = sheet;
  const distance = (price: number) => `${sheet.pips(Math.abs(price - scene.entry))} ${words.pips}`;
  return [
    { price: scene.entry, label: words.entry, note: "", colour: palette.entry },
    { price: scene.stop, label: words.stop, note: distance(scene.stop), colour: palette.down },
    ...scene.targets.map((price, index) => ({
      price,
      label: `${words.target(index + 1)} · ${Math.round((scene.fractions[index] ?? 0) * 100)} %`,
      note: distance(price),
      colour: palette.up,
      dashed: true,
    })),
  ];
}
