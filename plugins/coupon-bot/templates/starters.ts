import type { ShownTemplate } from "../public/parts.ts";
import type { Layer, TextLayer } from "../template/layer.ts";

/**
 * Looks and frames that promise nothing of a tenant's, for whoever has published none of their own: the gallery's name discounts, and are to be
 * edited first. Their ids never change.
 */
export const STARTERS: readonly ShownTemplate[] = [
  starter("0190c000-0000-4000-8000-000000000001", "Golden hour", {
    fill: {
      kind: "linear",
      angle: 150,
      stops: [
        { at: 0, colour: "#2b1a3d" },
        { at: 55, colour: "#9c3d54" },
        { at: 100, colour: "#f0b25a" },
      ],
    },
    ink: "#fff7e8",
    band: "#fff7e8",
    onBand: "#2b1a3d",
    family: "montserrat",
  }),
  starter("0190c000-0000-4000-8000-000000000002", "Night", {
    fill: {
      kind: "radial",
      stops: [
        { at: 0, colour: "#24476b" },
        { at: 100, colour: "#0b1420" },
      ],
    },
    ink: "#eaf2ff",
    band: "#e2b64a",
    onBand: "#14181f",
    family: "oswald",
  }),
  starter("0190c000-0000-4000-8000-000000000003", "Paper", {
    fill: "#f4efe4",
    ink: "#2c2a26",
    band: "#2c2a26",
    onBand: "#f4efe4",
    family: "playfair-display",
  }),
  frame("0190c000-0000-4000-8000-000000000004", "Gold frame", "#e2b64a"),
  frame("0190c000-0000-4000-8000-000000000005", "White frame", "#ffffff"),
];

interface Look {
  fill: ShownTemplate["template"]["background"]["fill"];
  ink: string;
  band: string;
  onBand: string;
  family: "montserrat" | "oswald" | "playfair-display";
}

function starter(id: string, name: string, { fill, ink, band, onBand, family }: Look): ShownTemplate {
  const words = (
    layer: Pick<TextLayer, "id" | "text" | "y" | "height" | "weight" | "size" | "colour">,
  ): Layer => ({
    kind: "text",
    x: 9,
    width: 82,
    typeface: { family },
    align: "center",
    vertical: "middle",
    ...layer,
  });
  return {
    id,
    name,
    assets: {},
    template: {
      format: 1,
      sizes: ["square", "story", "feed"],
      background: { fill },
      layers: [
        {
          id: "logo",
          kind: "logo",
          x: 40,
          y: 7,
          width: 20,
          height: 16,
          shape: "circle",
          background: "#ffffff",
          padding: 12,
          bySize: { story: { y: 14, height: 9 } },
        },
        words({
          id: "lead",
          text: "Use the code",
          y: 27,
          height: 11,
          weight: 500,
          size: { smallest: 24, largest: 72 },
          colour: ink,
        }),
        {
          id: "band",
          kind: "shape",
          shape: "rectangle",
          x: 7,
          y: 40,
          width: 86,
          height: 24,
          fill: band,
          radius: 28,
        },
        words({
          id: "code",
          text: "{code}",
          y: 42,
          height: 20,
          weight: 700,
          size: { smallest: 24, largest: 170 },
          colour: onBand,
        }),
        words({
          id: "close",
          text: "Yours to use, and to share",
          y: 72,
          height: 12,
          weight: 400,
          size: { smallest: 20, largest: 54 },
          colour: ink,
        }),
      ],
    },
  };
}

/** A line around a picture, and a soft dark foot that holds the words. */
function frame(id: string, name: string, colour: string): ShownTemplate {
  return {
    id,
    name,
    assets: {},
    template: {
      format: 1,
      sizes: ["square"],
      background: { fill: "#20242c" },
      layers: [
        {
          id: "foot",
          kind: "gradient",
          x: 0,
          y: 70,
          width: 100,
          height: 30,
          fill: {
            kind: "linear",
            angle: 180,
            stops: [
              { at: 0, colour: "#00000000" },
              { at: 100, colour: "#000000b0" },
            ],
          },
        },
        {
          id: "line",
          kind: "shape",
          shape: "rectangle",
          x: 4,
          y: 4,
          width: 92,
          height: 92,
          radius: 24,
          stroke: { colour, width: 10 },
        },
        {
          id: "words",
          kind: "text",
          x: 9,
          y: 82,
          width: 82,
          height: 9,
          text: "I am in!",
          typeface: { family: "montserrat" },
          weight: 700,
          colour: "#ffffff",
          size: { smallest: 20, largest: 64 },
          align: "center",
          vertical: "middle",
        },
      ],
    },
  };
}
