import type { Layer, TextLayer } from "../../template/layer.ts";
import type { Template } from "../../template/template.ts";

/** A template of some layers on a plain ground. */
export function sketch(layers: Layer[], rest: Partial<Template> = {}): Template {
  return { format: 1, sizes: ["square", "story", "feed"], background: { fill: "#f4f1ea" }, layers, ...rest };
}

/** A text layer with what most cases do not care about. */
export function words(text: string, rest: Partial<TextLayer> = {}): TextLayer {
  return {
    id: "words",
    kind: "text",
    x: 8,
    y: 30,
    width: 84,
    height: 40,
    text,
    typeface: { family: "inter" },
    weight: 700,
    colour: "#1b2430",
    size: { smallest: 8, largest: 140 },
    align: "center",
    vertical: "middle",
    ...rest,
  };
}

/** Layers over a white box each, so that what stands out of its box is seen. */
export function boxed(layers: Layer[]): Layer[] {
  const boxes = layers.map(({ id, x, y, width, height, rotation }): Layer => {
    return {
      id: `${id}-box`,
      kind: "shape",
      shape: "rectangle",
      x,
      y,
      width,
      height,
      rotation,
      fill: "#ffffff",
    };
  });
  return [...boxes, ...layers];
}
