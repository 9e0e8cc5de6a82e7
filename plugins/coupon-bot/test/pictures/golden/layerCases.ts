import { FAMILIES } from "../../../template/families.ts";
import type { ImageLayer, ShapeLayer, TextLayer } from "../../../template/layer.ts";
import { boxed, sketch, words } from "../sketch.ts";
import type { GoldenCase } from "./cases.ts";

const LONG =
  "A long sentence that has to become smaller and smaller until it fits the little box that it was given to live in";

/** Boxes in rows and columns, with room between. */
function cell(index: number, columns: number, rows: number) {
  const [width, height] = [92 / columns, 92 / rows];
  return {
    id: `cell${index}`,
    x: 4 + (index % columns) * width + 1,
    y: 4 + Math.floor(index / columns) * height + 1,
    width: width - 2,
    height: height - 2,
  };
}

const text = (index: number, columns: number, rows: number, rest: Partial<TextLayer>): TextLayer =>
  words(rest.text ?? "Coupon", {
    size: { smallest: 8, largest: 90 },
    ...cell(index, columns, rows),
    ...rest,
  });

const shape = (index: number, rest: Partial<ShapeLayer>): ShapeLayer => ({
  kind: "shape",
  shape: "rectangle",
  fill: "#2f6f4e",
  ...cell(index, 3, 3),
  ...rest,
});

const image = (index: number, rest: Partial<ImageLayer>): ImageLayer => ({
  kind: "image",
  asset: "photo",
  ...cell(index, 3, 3),
  ...rest,
});

const SUNSET = {
  kind: "linear" as const,
  angle: 45,
  stops: [
    { at: 0, colour: "#ff5f6d" },
    { at: 60, colour: "#ffc371" },
    { at: 100, colour: "#2b5876" },
  ],
};
const STROKE = { colour: "#ffb703", width: 10 };
const SHADOW = { colour: "#00000099", x: 8, y: 12, blur: 16 };

const ALIGN = ["start", "center", "end"] as const;
const VERTICAL = ["top", "middle", "bottom"] as const;

export const LAYER_CASES: readonly GoldenCase[] = [
  {
    name: "auto-fit",
    template: sketch(
      boxed([
        text(0, 2, 4, { text: LONG }),
        text(1, 2, 4, { text: LONG, maxLines: 1 }),
        text(2, 2, 4, { text: LONG, maxLines: 2 }),
        text(3, 2, 4, { text: LONG, size: { smallest: 40, largest: 60 } }),
        text(4, 2, 4, { text: "SUMMER-FESTIVAL-EXTRA-2026", maxLines: 3 }),
        text(5, 2, 4, { text: "Donaudampfschifffahrtsgesellschaft", size: { smallest: 60, largest: 90 } }),
        text(6, 2, 4, { text: "One\nline\neach", lineHeight: 1 }),
        text(7, 2, 4, { text: "Hi" }),
      ]),
    ),
  },
  {
    name: "alignment",
    template: sketch(
      boxed(
        VERTICAL.flatMap((vertical, row) =>
          ALIGN.map((align, column) =>
            text(row * 3 + column, 3, 3, {
              text: "Two\nlines",
              align,
              vertical,
              size: { smallest: 8, largest: 60 },
            }),
          ),
        ),
      ),
    ),
  },
  {
    name: "alignment-rtl",
    template: sketch(
      boxed(
        VERTICAL.flatMap((vertical, row) =>
          ALIGN.map((align, column) =>
            text(row * 3 + column, 3, 3, {
              text: "سطر\nوآخر!",
              align,
              vertical,
              size: { smallest: 8, largest: 60 },
            }),
          ),
        ),
      ),
    ),
  },
  {
    name: "stroke-and-shadow",
    template: sketch([
      text(0, 2, 4, { stroke: STROKE }),
      text(1, 2, 4, { shadow: SHADOW }),
      text(2, 2, 4, { stroke: STROKE, shadow: SHADOW }),
      text(3, 2, 4, { stroke: STROKE, shadow: SHADOW, opacity: 0.5 }),
      text(4, 2, 4, { text: "تخفيضات", stroke: STROKE, shadow: SHADOW }),
      text(5, 2, 4, { text: "सेल", stroke: STROKE, shadow: SHADOW }),
      text(6, 2, 4, { text: "割引 🎁", stroke: STROKE, shadow: SHADOW }),
      text(7, 2, 4, {
        text: "See\nthrough",
        colour: "#1b243080",
        stroke: { colour: "#d62828", width: 4 },
        lineHeight: 0.9,
      }),
    ]),
  },
  {
    name: "rotation",
    template: sketch(
      boxed([
        text(0, 2, 3, { rotation: -12 }),
        text(1, 2, 3, { rotation: 90, text: "Upwards" }),
        text(2, 2, 3, { rotation: 180 }),
        text(3, 2, 3, { rotation: 20, shadow: SHADOW, stroke: STROKE }),
        { ...shape(0, { rotation: 30, radius: 20 }), ...cell(4, 2, 3), rotation: 15 },
        { ...image(0, {}), ...cell(5, 2, 3), rotation: -8, shadow: SHADOW },
      ]),
    ),
  },
  {
    name: "letters",
    template: sketch(
      boxed([
        text(0, 2, 5, { letterSpacing: 30 }),
        text(1, 2, 5, { letterSpacing: -8 }),
        text(2, 2, 5, { text: "مسافات", letterSpacing: 40 }),
        text(3, 2, 5, { text: "क्षत्रिय", letterSpacing: 40 }),
        text(4, 2, 5, { text: "straße ist ığdır", upperCase: true }),
        text(5, 2, 5, { text: "Έκπτωση φίλος", upperCase: true }),
        text(6, 2, 5, { weight: 100, text: "Thin 100" }),
        text(7, 2, 5, { weight: 900, text: "Black 900" }),
        text(8, 2, 5, { lineHeight: 0.8, text: "Tight\nlines" }),
        text(9, 2, 5, { lineHeight: 1.8, text: "Loose\nlines" }),
      ]),
      { language: "tr" },
    ),
  },
  {
    name: "families",
    template: sketch(
      FAMILIES.map(({ id, title }, index) =>
        text(index, 2, 5, {
          text: `${title} 20%`,
          typeface: { family: id },
          size: { smallest: 8, largest: 70 },
        }),
      ),
    ),
  },
  {
    name: "families-cyrillic-bold",
    template: sketch(
      FAMILIES.map(({ id }, index) =>
        text(index, 2, 5, {
          text: "Скидка № 5 ₽",
          weight: 800,
          typeface: { family: id },
          size: { smallest: 8, largest: 70 },
        }),
      ),
    ),
  },
  {
    name: "shapes",
    template: sketch([
      shape(0, {}),
      shape(1, { radius: 40, stroke: STROKE }),
      shape(2, { radius: 1000, fill: SUNSET }),
      shape(3, { shape: "ellipse", stroke: STROKE }),
      shape(4, { shape: "ellipse", fill: undefined, stroke: { colour: "#1b2430", width: 4 } }),
      shape(5, { shadow: SHADOW, radius: 24 }),
      shape(6, { shape: "line", thickness: 8 }),
      shape(7, { shape: "line", thickness: 6, dash: [30, 16], rotation: 30 }),
      shape(8, { opacity: 0.4, stroke: STROKE, shadow: SHADOW }),
    ]),
  },
  {
    name: "images",
    template: sketch(
      boxed([
        image(0, {}),
        image(1, { fit: "contain" }),
        image(2, { fit: "contain", focus: { x: 0, y: 0 } }),
        image(3, { radius: 60 }),
        image(4, { focus: { x: 0, y: 50 }, stroke: STROKE }),
        image(5, { focus: { x: 100, y: 50 }, radius: 1000, stroke: STROKE, shadow: SHADOW }),
        image(6, { opacity: 0.4 }),
        image(7, { asset: "logo", fit: "contain" }),
        image(8, { rotation: 45, radius: 30 }),
      ]),
    ),
  },
  {
    name: "logos",
    template: sketch([
      { kind: "logo", shape: "circle", asset: "logo", background: "#ffffff", padding: 18, ...cell(0, 3, 3) },
      {
        kind: "logo",
        shape: "circle",
        asset: "logo",
        background: "#1b2430",
        padding: 18,
        stroke: STROKE,
        ...cell(1, 3, 3),
      },
      { kind: "logo", shape: "circle", asset: "photo", shadow: SHADOW, ...cell(2, 3, 3) },
      { kind: "logo", shape: "free", asset: "logo", ...cell(3, 3, 3) },
      { kind: "logo", shape: "free", asset: "wordmark", ...cell(4, 3, 3) },
      {
        kind: "logo",
        shape: "free",
        asset: "wordmark",
        background: "#ffffff",
        padding: 10,
        ...cell(5, 3, 3),
      },
      { kind: "logo", shape: "circle", ...cell(6, 3, 3) },
      { kind: "logo", shape: "free", asset: "wordmark", rotation: -10, shadow: SHADOW, ...cell(7, 3, 3) },
      {
        kind: "logo",
        shape: "circle",
        asset: "logo",
        opacity: 0.5,
        background: "#ffffff",
        padding: 20,
        ...cell(8, 3, 3),
      },
    ]),
  },
  {
    name: "gradients",
    template: sketch(
      [
        { kind: "gradient", fill: SUNSET, ...cell(0, 2, 2) },
        { kind: "gradient", fill: { ...SUNSET, angle: 180 }, ...cell(1, 2, 2) },
        { kind: "gradient", fill: { ...SUNSET, kind: "radial" }, ...cell(2, 2, 2) },
        {
          kind: "gradient",
          fill: {
            kind: "radial",
            centre: { x: 20, y: 30 },
            stops: [
              { at: 0, colour: "#ffffff" },
              { at: 100, colour: "#ffffff00" },
            ],
          },
          ...cell(3, 2, 2),
        },
      ],
      { background: { fill: { ...SUNSET, angle: 135 } } },
    ),
  },
  {
    name: "qr-codes",
    variables: { link: "https://t.me/aurum_bot?start=c_SAVE-20" },
    template: sketch([
      { kind: "qr", text: "{link}", colour: "#000000", background: "#ffffff", ...cell(0, 2, 2) },
      {
        kind: "qr",
        text: "{link}",
        colour: "#7b2cbf",
        correction: "H",
        margin: 2,
        background: "#ffffff",
        radius: 40,
        ...cell(1, 2, 2),
      },
      { kind: "qr", text: "short", colour: "#000000", margin: 0, ...cell(2, 2, 2) },
      {
        kind: "qr",
        text: "{link}",
        colour: "#000000",
        background: "#ffffff",
        rotation: 10,
        ...cell(3, 2, 2),
      },
    ]),
  },
  ...(["square", "story", "feed", "custom"] as const).map(
    (size): GoldenCase => ({
      name: `by-size-${size}`,
      size,
      template: sketch(
        [
          words("{name|friend}, this is yours", {
            colour: "#ffffff",
            bySize: {
              story: { y: 10, size: { smallest: 8, largest: 200 } },
              custom: { x: 4, width: 44, align: "start" },
            },
          }),
          { ...image(8, { asset: "logo", fit: "contain" }), bySize: { feed: { visible: false } } },
        ],
        {
          sizes: ["square", "story", "feed", "custom"],
          custom: { width: 1600, height: 500 },
          background: {
            fill: "#1b2430",
            photo: {
              asset: "photo",
              opacity: 0.6,
              focus: { x: 20, y: 50 },
              bySize: { story: { fit: "contain" } },
            },
          },
        },
      ),
    }),
  ),
];
