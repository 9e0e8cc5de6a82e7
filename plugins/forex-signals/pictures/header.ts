import { MARGIN, type Sheet, WIDTH } from "./sheet.ts";

/** What a logo has room in. */
const LOGO = { width: 260, height: 72, y: 40, gap: 24 };

/** Direction and symbol at the start; the channel's logo, its name and the time at the end. */
export function drawHeader(sheet: Sheet, time: number): void {
  const { scene, palette, words } = sheet;
  const buys = scene.direction === "buy";
  const colour = buys ? palette.up : palette.down;
  const word = words.direction[scene.direction];
  const pill = sheet.width(word, 32, 700) + 88;
  sheet.box({ x: MARGIN, y: 44, width: pill, height: 64 }, colour, 14);
  sheet.mark(buys, sheet.at(MARGIN + 38), 76, 24, palette.onFill);
  sheet.text(word, MARGIN + 62, 88, { size: 32, weight: 700, colour: palette.onFill });
  sheet.text(scene.symbol, MARGIN + pill + 24, 94, { size: 50, weight: 700 });
  const logo = drawLogo(sheet);
  const end = WIDTH - MARGIN - logo;
  const { name } = scene.look;
  if (name !== "")
    sheet.text(name, end, 70, { size: 30, weight: 600, align: "end", most: WIDTH / 2 - MARGIN - logo });
  const when = sheet.time(time, "full");
  sheet.text(when, end, name === "" ? 86 : 108, { size: 26, colour: palette.muted, align: "end" });
}

/** As large as its room allows, never larger than it is; answers the width that it takes at the end. */
function drawLogo(sheet: Sheet): number {
  const { logo } = sheet;
  if (logo === undefined) return 0;
  const scale = Math.min(1, LOGO.width / logo.width, LOGO.height / logo.height);
  const [width, height] = [logo.width * scale, logo.height * scale];
  const [x, y] = [WIDTH - MARGIN - width, LOGO.y + (LOGO.height - height) / 2];
  sheet.image(logo, { x, y, width, height });
  return width + LOGO.gap;
}

/** Length of the candles, and that the prices are no market's where they are not: a line under the header. */
export function drawSource(sheet: Sheet, y: number): void {
  const { scene, palette, words } = sheet;
  const length =
    scene.step >= 3_600_000 ? words.hours(scene.step / 3_600_000) : words.minutes(scene.step / 60_000);
  const text = words.candles(length);
  sheet.text(text, MARGIN, y, { size: 24, colour: palette.muted });
  if (!scene.simulated) return;
  const width = sheet.width(words.simulated, 24, 600) + 32;
  const x = MARGIN + sheet.width(text, 24) + 20;
  sheet.box({ x, y: y - 28, width, height: 40 }, `${palette.entry}33`, 8);
  sheet.text(words.simulated, x + 16, y, { size: 24, weight: 600, colour: palette.entry });
}
