import { line, type Scale } from "./scale.ts";
import { type Box, type Sheet, SMALL } from "./sheet.ts";

const LABEL_HEIGHT = 68;

/** A price that a line is drawn at, labelled beside the chart. */
export interface PriceLine {
  price: number;
  label: string;
  /** Smaller, behind the price. */
  note: string;
  colour: string;
  dashed?: boolean;
}

/** Level lines from the entry on, with labels that make room for each other. */
export function drawPriceLines(
  sheet: Sheet,
  plot: Box,
  { lines, labels, from }: { lines: readonly PriceLine[]; labels: number; from: number },
  scale: Scale,
): void {
  const { ink, palette } = sheet;
  const left = scale.x(from);
  const edge = plot.x + plot.width;
  const places = spread(
    lines.map(({ price }) => scale.y(price)),
    LABEL_HEIGHT,
    plot.y - 8,
    plot.y + plot.height + 8,
  );
  for (const [index, each] of lines.entries()) {
    const y = scale.y(each.price);
    const at = places[index] ?? y;
    ink.strokeStyle = each.colour;
    ink.lineWidth = 3;
    ink.setLineDash(each.dashed ? [10, 8] : []);
    line(ink, left, y, edge, y);
    ink.setLineDash([]);
    ink.lineWidth = 2;
    line(ink, edge, y, edge + 16, at);
    ink.fillStyle = palette.panel;
    ink.beginPath();
    ink.roundRect(edge + 16, at - LABEL_HEIGHT / 2 + 2, labels, LABEL_HEIGHT - 4, 10);
    ink.fill();
    ink.fillStyle = each.colour;
    ink.beginPath();
    ink.roundRect(edge + 16, at - LABEL_HEIGHT / 2 + 2, 6, LABEL_HEIGHT - 4, [10, 0, 0, 10]);
    ink.fill();
    const x = edge + 36;
    sheet.plain(each.label, x, at - 7, {
      size: SMALL,
      colour: palette.muted,
      align: "left",
      most: labels - 40,
    });
    sheet.plain(sheet.price(each.price), x, at + 24, {
      size: 30,
      weight: 700,
      colour: each.colour,
      align: "left",
    });
    sheet.plain(each.note, edge + labels + 2, at + 23, {
      size: SMALL,
      colour: palette.muted,
      align: "right",
    });
  }
}

/** Moves centres apart to `gap`, in their order, within the bounds. */
function spread(centres: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = centres.map((centre, index) => ({ centre, index })).sort((a, b) => a.centre - b.centre);
  let least = top + gap / 2;
  for (const each of order) {
    each.centre = Math.max(each.centre, least);
    least = each.centre + gap;
  }
  let most = bottom - gap / 2;
  for (const each of order.toReversed()) {
    each.centre = Math.min(each.centre, most);
    most = each.centre - gap;
  }
  const places = [...centres];
  for (const { centre, index } of order) places[index] = centre;
  return places;
}
