import { drawPriceLines, type PriceLine } from "./priceLines.ts";
import { line, type Scale } from "./scale.ts";
import { type Box, MARGIN, type Sheet, SMALL, WIDTH } from "./sheet.ts";

/** Something that happened at a time and a price. */
export interface Event {
  time: number;
  price: number;
  colour: string;
}

interface ChartParts {
  lines: readonly PriceLine[];
  events: readonly Event[];
  /** Width of the column of labels. */
  labels: number;
  /** The signal's life: zones are shaded from here … to here (the right edge where it is still open). */
  from: number;
  until?: number;
}

/** Room for the times below, and for prices at the left. */
const AXIS = 44;
const PRICES = 84;
const HOUR_MS = 3_600_000;

/** Candles with their levels. A chart runs from left to right in every language. */
export function drawChart(sheet: Sheet, area: Box, parts: ChartParts): void {
  const plot: Box = {
    x: area.x + PRICES,
    y: area.y,
    width: area.width - PRICES - parts.labels - 16,
    height: area.height - AXIS,
  };
  const scale = scaleOf(sheet, plot, parts);
  drawGrid(sheet, plot, scale);
  drawZones(sheet, plot, parts, scale);
  drawTimes(sheet, plot, scale);
  drawCandles(sheet, plot, scale);
  drawPriceLines(sheet, plot, parts, scale);
  for (const event of parts.events) drawEvent(sheet, event, scale);
}

function scaleOf({ scene }: Sheet, plot: Box, { lines, until }: ChartParts): Scale {
  const { candles, step } = scene;
  const prices = [...candles.flatMap(({ low, high }) => [low, high]), ...lines.map(({ price }) => price)];
  const bottom = Math.min(...prices);
  const top = Math.max(...prices);
  const room = (top - bottom || 1) * 0.06;
  const [low, high] = [bottom - room, top + room];
  // The market's rest leaves no hole: candles stand side by side, and a time between two lies between them.
  const ahead = until === undefined ? 8 : 2;
  const slot = plot.width / (candles.length + ahead);
  const x = (time: number) => {
    let index = candles.findIndex((candle) => candle.time + step >= time);
    if (index < 0) index = candles.length - 1;
    const candle = candles[index];
    const inside = candle === undefined ? 1 : Math.min(1, Math.max(0, (time - candle.time) / step));
    return plot.x + (index + inside) * slot;
  };
  return { x, y: (price) => plot.y + ((high - price) / (high - low)) * plot.height, low, high, slot };
}

function drawGrid(sheet: Sheet, plot: Box, scale: Scale): void {
  const { ink, palette } = sheet;
  ink.strokeStyle = palette.grid;
  ink.lineWidth = 2;
  const step = niceStep((scale.high - scale.low) / 5);
  for (let price = Math.ceil(scale.low / step) * step; price < scale.high; price += step) {
    const y = scale.y(price);
    line(ink, plot.x, y, plot.x + plot.width, y);
    sheet.plain(sheet.price(price), plot.x - PRICES, y + 7, {
      size: 20,
      colour: palette.faint,
      align: "left",
    });
  }
}

/** 1, 2 or 5 times a power of ten, at least the wanted size. */
function niceStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5, 10].find((each) => each * power >= wanted) ?? 10) * power;
}

function drawZones({ ink, palette, scene }: Sheet, plot: Box, parts: ChartParts, scale: Scale): void {
  const left = scale.x(parts.from);
  const right =
    parts.until === undefined ? plot.x + plot.width : Math.max(scale.x(parts.until), left + scale.slot);
  const zone = (to: number, colour: string) => {
    ink.fillStyle = `${colour}1f`;
    ink.fillRect(
      left,
      Math.min(scale.y(scene.entry), scale.y(to)),
      right - left,
      Math.abs(scale.y(to) - scale.y(scene.entry)),
    );
  };
  zone(scene.stop, palette.down);
  const last = scene.targets.at(-1);
  if (last !== undefined) zone(last, palette.up);
}

function drawTimes(sheet: Sheet, plot: Box, scale: Scale): void {
  const { ink, palette, scene } = sheet;
  const y = plot.y + plot.height;
  ink.strokeStyle = palette.line;
  ink.lineWidth = 2;
  line(ink, plot.x, y, plot.x + plot.width, y);
  const zone = scene.look.timezone.replaceAll("_", " ");
  sheet.plain(zone, WIDTH - MARGIN, y + 36, { size: SMALL, colour: palette.muted, align: "right" });
  const hours =
    [1, 2, 3, 4, 6, 8, 12].find((each) => ((each * HOUR_MS) / scene.step) * scale.slot >= 150) ?? 24;
  for (const [index, candle] of scene.candles.entries()) {
    const label = sheet.time(candle.time, "time");
    const x = plot.x + index * scale.slot;
    if (!label.endsWith(":00") || Number(label.slice(0, 2)) % hours > 0 || x < plot.x + 36) continue;
    line(ink, x, y, x, y + 8);
    sheet.plain(label, x, y + 36, { size: SMALL, colour: palette.muted, align: "center" });
  }
}

function drawCandles({ ink, palette, scene }: Sheet, plot: Box, scale: Scale): void {
  const body = Math.max(2, Math.floor(scale.slot * 0.62));
  for (const [index, candle] of scene.candles.entries()) {
    const x = Math.round(plot.x + (index + 0.5) * scale.slot);
    const rising = candle.close >= candle.open;
    const [top, bottom] = [
      scale.y(Math.max(candle.open, candle.close)),
      scale.y(Math.min(candle.open, candle.close)),
    ];
    ink.strokeStyle = rising ? palette.up : palette.down;
    ink.fillStyle = rising ? palette.up : palette.down;
    ink.lineWidth = Math.max(2, Math.min(3, scale.slot * 0.12));
    line(ink, x, scale.y(candle.high), x, scale.y(candle.low));
    ink.fillRect(Math.round(x - body / 2), top, body, Math.max(2, bottom - top));
  }
}

function drawEvent({ ink, palette }: Sheet, { time, price, colour }: Event, scale: Scale): void {
  const [x, y] = [scale.x(time), scale.y(price)];
  ink.beginPath();
  ink.arc(x, y, 11, 0, Math.PI * 2);
  ink.fillStyle = palette.ground;
  ink.fill();
  ink.beginPath();
  ink.arc(x, y, 8, 0, Math.PI * 2);
  ink.fillStyle = colour;
  ink.fill();
}
