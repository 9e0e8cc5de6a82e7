import { drawChart } from "./candleChart.ts";
import { drawHeader, drawSource } from "./header.ts";
import { outcomeColour } from "./palette.ts";
import type { PriceLine } from "./priceLines.ts";
import type { ResultScene } from "./scene.ts";
import { HEIGHT, MARGIN, type Sheet, WIDTH } from "./sheet.ts";

/** The result of a closed signal. A loss stands as large as a win: only the words, the mark and the colour differ. */
export function drawResult(sheet: Sheet, scene: ResultScene): void {
  drawHeader(sheet, scene.closedAt);
  drawFigure(sheet, scene);
  drawFills(sheet, scene);
  drawSource(sheet, 446);
  drawChart(
    sheet,
    { x: MARGIN, y: 478, width: WIDTH - 2 * MARGIN, height: 400 },
    {
      lines: levelLines(sheet, scene),
      events: [
        { time: scene.openedAt, price: scene.entry, colour: sheet.palette.entry },
        ...scene.fills.map(({ time, price }) => ({
          time,
          price,
          colour: gainOf(scene, price) < 0 ? sheet.palette.down : sheet.palette.up,
        })),
      ],
      labels: 200,
      from: scene.openedAt,
      until: scene.closedAt,
    },
  );
  const { palette, words } = sheet;
  const own = scene.look.name === "" ? words.ownTracking : `${scene.look.name} · ${words.ownTracking}`;
  sheet.text(own, MARGIN, HEIGHT - 30, { size: 24, colour: palette.muted, most: WIDTH - 2 * MARGIN });
}

/** Result in R and pips, its word, and how long it took. */
function drawFigure(sheet: Sheet, scene: ResultScene): void {
  const { palette, words } = sheet;
  const colour = outcomeColour(palette, scene.outcome);
  sheet.box({ x: MARGIN, y: 140, width: 500, height: 260 }, palette.panel, 16);
  sheet.box({ x: MARGIN, y: 140, width: 10, height: 260 }, colour, 5);
  const x = MARGIN + 44;
  drawOutcomeMark(sheet, scene, sheet.at(x + 14), 186, colour);
  sheet.text(words.outcome[scene.outcome], x + 44, 198, { size: 34, weight: 700, colour });
  sheet.plain(`${sheet.signed(scene.resultR, 2)} R`, sheet.at(x), 300, {
    size: 96,
    weight: 700,
    colour,
    align: sheet.rightToLeft ? "right" : "left",
  });
  const pips = `${sheet.signed(scene.resultPips, 1)} ${words.pips} ${words.afterSpread}`;
  sheet.text(pips, x, 346, { size: 28, most: 430 });
  const duration = `${words.duration}: ${durationOf(sheet, scene.closedAt - scene.openedAt)}`;
  sheet.text(duration, x, 382, { size: 26, colour: palette.muted, most: 430 });
}

/** Up for a win, down for a loss, a bar for neither. */
function drawOutcomeMark(sheet: Sheet, { outcome }: ResultScene, x: number, y: number, colour: string): void {
  if (outcome !== "break-even") sheet.mark(outcome === "win", x, y, 28, colour);
  else sheet.bar(x, y, 28, colour);
}

/** Entry and every fill: what was closed, where, and its pips. */
function drawFills(sheet: Sheet, scene: ResultScene): void {
  const { palette, words } = sheet;
  const start = MARGIN + 540;
  const end = WIDTH - MARGIN;
  const rows = [
    { label: words.entry, part: "", price: scene.entry, gain: "", colour: palette.entry },
    ...scene.fills.map((fill) => {
      const gain = gainOf(scene, fill.price);
      return {
        label: fillLabel(sheet, fill.reason),
        part: `${Number((fill.fraction * 100).toFixed(1))} %`,
        price: fill.price,
        gain: `${sheet.signed(gain / scene.pip, 1)} ${words.pips}`,
        colour: gain < 0 ? palette.down : gain > 0 ? palette.up : palette.flat,
      };
    }),
  ];
  const height = Math.min(64, 260 / rows.length);
  for (const [index, row] of rows.entries()) {
    const y = 140 + height * index + height / 2 + 10;
    sheet.text(row.label, start, y, { size: 28, weight: 600, most: 220 });
    sheet.text(row.part, start + 310, y, { size: 26, colour: palette.muted, align: "end" });
    sheet.text(sheet.price(row.price), end - 180, y, { size: 30, weight: 600, align: "end" });
    sheet.text(row.gain, end, y, { size: 26, weight: 600, colour: row.colour, align: "end" });
    if (index > 0)
      sheet.box({ x: start, y: y - height / 2 - 10, width: end - start, height: 2 }, palette.line, 0);
  }
}

function fillLabel({ words }: Sheet, reason: ResultScene["fills"][number]["reason"]): string {
  switch (reason) {
    case "target1":
    case "target2":
    case "target3":
      return words.target(Number(reason.slice("target".length)));
    default:
      return words.fill[reason];
  }
}

/** Entry, the first stop and the targets; the numbers stand in the table. */
function levelLines(sheet: Sheet, scene: ResultScene): PriceLine[] {
  const { palette, words } = sheet;
  return [
    { price: scene.entry, label: words.entry, note: "", colour: palette.entry },
    { price: scene.stop, label: words.stop, note: "", colour: palette.down },
    ...scene.targets.map((price, index) => ({
      price,
      label: words.target(index + 1),
      note: "",
      colour: palette.up,
      dashed: true,
    })),
  ];
}

function gainOf({ direction, entry }: ResultScene, price: number): number {
  return (price - entry) * (direction === "buy" ? 1 : -1);
}

function durationOf({ words }: Sheet, ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return words.minutes(rest);
  return rest === 0 ? words.hours(hours) : `${words.hours(hours)} ${words.minutes(rest)}`;
}
