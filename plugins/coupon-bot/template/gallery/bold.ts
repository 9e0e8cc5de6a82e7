import { disc, type GalleryTemplate, inAllSizes, line, qr, rectangle, rule, text } from "./strokes.ts";

/** Loud ones: one number, one code. */
export const BOLD: readonly GalleryTemplate[] = [
  {
    id: "big-number",
    title: "Big number",
    template: inAllSizes("#ff4d2e", [
      disc("halo", [84, 12, 70], "#ff6a4d"),
      line("number", "20%", [5, 12, 90, 40], "bebas-neue", "#ffffff"),
      text("what", "off everything, this week only", [8, 51, 84, 12], "inter", "#ffffff", {
        weight: 600,
        size: { smallest: 16, largest: 54 },
      }),
      rectangle("pill", [12, 68, 76, 14], "#1a1423", { radius: 80 }),
      line("code", "{code}", [17, 70, 66, 10], "jetbrains-mono", "#ffffff", { letterSpacing: 6 }),
      text("how", "Show this picture or enter the code at checkout", [12, 86, 76, 6], "inter", "#ffffffd9", {
        weight: 500,
        size: { smallest: 14, largest: 32 },
      }),
    ]),
  },
  {
    id: "flash",
    title: "Flash sale",
    template: inAllSizes("#ffe600", [
      rectangle("slope", [-20, 58, 140, 60], "#121212", { rotation: -7 }),
      disc("spot", [50, 13, 19], "#121212"),
      line("bolt", "⚡", [40, 6.5, 20, 13], "inter", "#121212"),
      line("title", "FLASH SALE", [6, 23, 88, 21], "oswald", "#121212", { weight: 700 }),
      text("until", "ends tonight at midnight", [8, 44, 84, 7], "inter", "#121212", {
        weight: 600,
        size: { smallest: 14, largest: 46 },
      }),
      line("code", "{code}", [10, 66, 80, 15], "oswald", "#ffe600", { weight: 700, letterSpacing: 4 }),
      text("how", "your code, {name|just for you}", [10, 83, 80, 6], "inter", "#ffffff", {
        weight: 500,
        size: { smallest: 14, largest: 38 },
      }),
    ]),
  },
  {
    id: "price-tag",
    title: "Price tag",
    template: inAllSizes("#e9f5f0", [
      rectangle("tag", [17, 12, 66, 60], "#0b6e4f", {
        radius: 60,
        rotation: -6,
        shadow: { colour: "#00000040", x: 0, y: 20, blur: 40 },
      }),
      disc("hole", [46, 20, 7], "#e9f5f0"),
      line("number", "−20%", [22, 27, 56, 24], "rubik", "#ffffff", { weight: 900, rotation: -6 }),
      text("what", "on your next order", [26, 52, 52, 9], "rubik", "#bff0d9", {
        weight: 500,
        rotation: -6,
        size: { smallest: 14, largest: 46 },
      }),
      line("code", "{code}", [12, 78, 76, 10], "rubik", "#0b6e4f", { weight: 800 }),
      text("how", "enter it at checkout", [12, 89, 76, 5], "rubik", "#0b6e4fcc", {
        weight: 500,
        size: { smallest: 14, largest: 34 },
      }),
    ]),
  },
  {
    id: "scan-me",
    title: "Scan me",
    template: inAllSizes(
      {
        kind: "linear",
        angle: 160,
        stops: [
          { at: 0, colour: "#4361ee" },
          { at: 100, colour: "#3a0ca3" },
        ],
      },
      [
        text("title", "Scan and save", [8, 5, 84, 14], "montserrat", "#ffffff", {
          weight: 800,
          size: { smallest: 20, largest: 110 },
        }),
        qr("qr", [50, 48, 52], "#1d1145", { radius: 36 }),
        line("code", "{code}", [14, 80, 72, 9], "montserrat", "#ffffff", { weight: 800, letterSpacing: 4 }),
        text("how", "or send this code to our bot", [10, 90, 80, 5], "montserrat", "#ffffffcc", {
          weight: 500,
          size: { smallest: 14, largest: 36 },
        }),
      ],
    ),
  },
  {
    id: "receipt",
    title: "Receipt",
    template: inAllSizes("#c9ada7", [
      rectangle("paper", [17, 6, 66, 88], "#fffdf8", {
        radius: 10,
        shadow: { colour: "#22223b40", x: 0, y: 16, blur: 40 },
      }),
      line("shop", "THANK YOU", [23, 10, 54, 9], "jetbrains-mono", "#22223b", {
        weight: 800,
        size: { smallest: 20, largest: 80 },
      }),
      text("name", "{name|dear guest}", [23, 19, 54, 6], "jetbrains-mono", "#4a4e69", {
        weight: 400,
        size: { smallest: 14, largest: 34 },
      }),
      rule("cut1", [23, 27, 54, 2], "#4a4e69", 3, [10, 8]),
      text("left", "1 × next order\n1 × discount", [23, 31, 32, 14], "jetbrains-mono", "#22223b", {
        weight: 400,
        align: "left",
        lineHeight: 1.5,
        size: { smallest: 12, largest: 30 },
      }),
      text("right", "100 %\n−20 %", [55, 31, 22, 14], "jetbrains-mono", "#22223b", {
        weight: 400,
        align: "right",
        lineHeight: 1.5,
        size: { smallest: 12, largest: 30 },
      }),
      rule("cut2", [23, 47, 54, 2], "#4a4e69", 3, [10, 8]),
      line("code", "{code}", [23, 51, 54, 11], "jetbrains-mono", "#22223b", { weight: 800 }),
      qr("qr", [50, 78, 24], "#22223b", { background: "#fffdf8", margin: 0 }),
    ]),
  },
  {
    id: "neon",
    title: "Neon",
    template: inAllSizes("#0d0221", [
      disc("ring", [50, 42, 64], undefined, {
        stroke: { colour: "#ff2e97", width: 10 },
        shadow: { colour: "#ff2e97", x: 0, y: 0, blur: 60 },
      }),
      line("number", "20%", [22, 28, 56, 22], "montserrat", "#ffffff", {
        weight: 900,
        shadow: { colour: "#00e5ff", x: 0, y: 0, blur: 50 },
      }),
      text("off", "off tonight", [26, 50, 48, 8], "pacifico", "#00e5ff", {
        weight: 400,
        size: { smallest: 20, largest: 70 },
        shadow: { colour: "#00e5ff", x: 0, y: 0, blur: 24 },
      }),
      rectangle("frame", [16, 80, 68, 12], "#ffffff10", {
        radius: 24,
        stroke: { colour: "#00e5ff", width: 4 },
      }),
      line("code", "{code}", [20, 82, 60, 8], "jetbrains-mono", "#ffffff", { letterSpacing: 8 }),
    ]),
  },
];
