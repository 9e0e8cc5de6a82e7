import { disc, type GalleryTemplate, inAllSizes, line, qr, rectangle, rule, text } from "./strokes.ts";

/** Calm ones: for shops that whisper. */
export const QUIET: readonly GalleryTemplate[] = [
  {
    id: "atelier",
    title: "Atelier",
    template: inAllSizes("#f6f1e7", [
      rectangle("frame", [5, 5, 90, 90], undefined, { stroke: { colour: "#b08968", width: 3 } }),
      text("title", "A little something for {name|you}", [14, 14, 72, 34], "playfair-display", "#3d2c1e", {
        weight: 700,
        lineHeight: 1.1,
        size: { smallest: 24, largest: 110 },
      }),
      rule("line", [40, 51, 20, 2], "#b08968", 3),
      text("what", "twenty percent off your next visit", [16, 55, 68, 9], "lora", "#6f4e37", {
        weight: 400,
        size: { smallest: 16, largest: 44 },
      }),
      line("code", "{code}", [20, 70, 60, 9], "playfair-display", "#3d2c1e", {
        weight: 700,
        letterSpacing: 10,
      }),
      text("how", "mention this code when you order", [20, 82, 60, 5], "lora", "#8d6e57", {
        weight: 400,
        size: { smallest: 14, largest: 30 },
      }),
    ]),
  },
  {
    id: "ticket",
    title: "Ticket",
    template: inAllSizes(
      {
        kind: "linear",
        angle: 150,
        stops: [
          { at: 0, colour: "#f72585" },
          { at: 100, colour: "#3a0ca3" },
        ],
      },
      [
        rectangle("ticket", [9, 16, 82, 66], "#fffaf0", {
          radius: 44,
          shadow: { colour: "#00000055", x: 0, y: 20, blur: 50 },
        }),
        disc("left", [9, 55, 8], "#c41f8a"),
        disc("right", [91, 55, 8], "#6d16a0"),
        rule("cut", [15, 54, 70, 2], "#1b243055", 5, [18, 14]),
        text("title", "Admit one discount", [16, 20, 68, 22], "playfair-display", "#1b1b2f", {
          weight: 900,
          lineHeight: 1,
          size: { smallest: 24, largest: 110 },
        }),
        text("what", "20% off for {name|the bearer}", [16, 43, 68, 8], "inter", "#1b1b2fb0", {
          weight: 500,
          size: { smallest: 14, largest: 42 },
        }),
        text("label", "your code", [16, 59, 68, 4], "inter", "#1b1b2f99", {
          weight: 500,
          upperCase: true,
          letterSpacing: 24,
          size: { smallest: 12, largest: 28 },
        }),
        line("code", "{code}", [16, 63, 68, 14], "bebas-neue", "#b5179e", { weight: 400 }),
        text("love", "with love 💜", [20, 86, 60, 8], "caveat", "#ffffff", {
          weight: 600,
          size: { smallest: 20, largest: 80 },
        }),
      ],
    ),
  },
  {
    id: "handwritten",
    title: "Handwritten",
    template: inAllSizes("#fdf0d5", [
      disc("sun", [90, 6, 52], "#f4a261"),
      text("hello", "Hi {name|friend},", [9, 14, 70, 14], "caveat", "#264653", {
        align: "left",
        size: { smallest: 30, largest: 130 },
      }),
      text(
        "words",
        "we saved this one for you. Take 20% off whatever makes you happy.",
        [9, 30, 82, 28],
        "caveat",
        "#264653",
        {
          align: "left",
          vertical: "top",
          weight: 500,
          lineHeight: 1.15,
          size: { smallest: 24, largest: 88 },
        },
      ),
      rectangle("tape", [9, 66, 82, 14], "#2a9d8f", { radius: 14, rotation: -1.5 }),
      line("code", "{code}", [14, 68, 72, 10], "rubik", "#ffffff", {
        weight: 700,
        rotation: -1.5,
        letterSpacing: 3,
      }),
      text("sign", "see you soon!", [9, 85, 82, 9], "caveat", "#e76f51", {
        align: "right",
        size: { smallest: 24, largest: 80 },
      }),
    ]),
  },
  {
    id: "gift",
    title: "Gift",
    template: inAllSizes("#fde2e4", [
      disc("c1", [12, 12, 12], "#cddafd"),
      disc("c2", [88, 20, 8], "#f7b2bd"),
      disc("c3", [80, 86, 16], "#cddafd"),
      disc("c4", [10, 80, 9], "#f7b2bd"),
      line("gift", "🎁", [30, 8, 40, 32], "inter", "#000000"),
      text("title", "A gift for {name|you}", [8, 41, 84, 16], "rubik", "#6d2e46", {
        weight: 800,
        size: { smallest: 24, largest: 110 },
      }),
      text("what", "open it with this code", [12, 57, 76, 7], "rubik", "#6d2e46", {
        weight: 400,
        size: { smallest: 16, largest: 44 },
      }),
      rectangle("pill", [14, 69, 72, 14], "#ffffff", {
        radius: 90,
        shadow: { colour: "#6d2e4633", x: 0, y: 10, blur: 30 },
      }),
      line("code", "{code}", [19, 71, 62, 10], "rubik", "#e5446d", { weight: 800 }),
    ]),
  },
  {
    id: "sunset",
    title: "Sunset",
    template: inAllSizes(
      {
        kind: "linear",
        stops: [
          { at: 0, colour: "#2d1e4f" },
          { at: 45, colour: "#c8553d" },
          { at: 75, colour: "#f28f3b" },
          { at: 100, colour: "#ffd5a1" },
        ],
      },
      [
        disc("sun", [50, 62, 44], "#ffe8c2"),
        rectangle("sea", [0, 68, 100, 32], {
          kind: "linear",
          stops: [
            { at: 0, colour: "#588b8b" },
            { at: 100, colour: "#1f3a4d" },
          ],
        }),
        text("title", "Summer is not over", [8, 6, 84, 22], "montserrat", "#ffffff", {
          weight: 800,
          lineHeight: 1.05,
          size: { smallest: 24, largest: 130 },
        }),
        text("what", "20% off until Sunday", [10, 28, 80, 7], "montserrat", "#ffe8c2", {
          weight: 500,
          size: { smallest: 16, largest: 50 },
        }),
        line("code", "{code}", [12, 76, 76, 11], "montserrat", "#ffffff", { weight: 800, letterSpacing: 4 }),
        text("how", "{link}", [12, 89, 76, 5], "inter", "#ffffffcc", {
          weight: 500,
          maxLines: 1,
          size: { smallest: 12, largest: 30 },
        }),
      ],
    ),
  },
  {
    id: "crescent",
    title: "Crescent (Arabic)",
    template: inAllSizes(
      {
        kind: "radial",
        centre: { x: 70, y: 20 },
        stops: [
          { at: 0, colour: "#1f6f5c" },
          { at: 100, colour: "#0b2b26" },
        ],
      },
      [
        disc("moon", [76, 18, 24], "#f2d388"),
        disc("shade", [71, 16.5, 21], "#1d6a58"),
        text("title", "عرض خاص لك يا {name|صديقي}", [8, 32, 84, 18], "inter", "#ffffff", {
          weight: 800,
          size: { smallest: 24, largest: 120 },
        }),
        text("what", "خصم ٢٠٪ على كل شيء حتى نهاية الشهر", [10, 50, 80, 10], "inter", "#f2d388", {
          weight: 500,
          size: { smallest: 16, largest: 50 },
        }),
        rectangle("frame", [14, 67, 72, 14], undefined, {
          radius: 24,
          stroke: { colour: "#f2d388", width: 4 },
        }),
        line("code", "{code}", [18, 69, 64, 10], "inter", "#ffffff", { letterSpacing: 6 }),
        text("how", "اكتب الرمز عند الدفع", [14, 85, 72, 6], "inter", "#ffffffcc", {
          weight: 400,
          size: { smallest: 14, largest: 36 },
        }),
      ],
      "ar",
    ),
  },
  {
    id: "business-card",
    title: "Business card",
    template: inAllSizes("#ffffff", [
      rectangle("side", [0, 0, 34, 100], "#1d3557"),
      line("percent", "20%", [3, 8, 28, 16], "inter", "#ffffff", { weight: 800 }),
      text("off", "off your next invoice", [4, 24, 26, 12], "inter", "#a8dadc", {
        weight: 500,
        size: { smallest: 14, largest: 36 },
      }),
      qr("qr", [17, 82, 22], "#1d3557", { radius: 14 }),
      text("title", "A thank-you to {name|our clients}", [41, 10, 53, 34], "inter", "#1d3557", {
        weight: 800,
        align: "left",
        vertical: "top",
        lineHeight: 1.1,
        size: { smallest: 22, largest: 84 },
      }),
      rule("line", [41, 50, 14, 2], "#e63946", 6),
      text("label", "Your code", [41, 58, 53, 5], "inter", "#457b9d", {
        weight: 500,
        align: "left",
        size: { smallest: 14, largest: 32 },
      }),
      line("code", "{code}", [41, 63, 53, 11], "inter", "#1d3557", { weight: 800, align: "left" }),
      text("how", "Valid once, until the end of the month", [41, 86, 53, 6], "inter", "#457b9d", {
        weight: 400,
        align: "left",
        size: { smallest: 14, largest: 28 },
      }),
    ]),
  },
];
