import Konva from "konva/lib/Core.js";
import { Image } from "konva/lib/shapes/Image.js";
import type { Drawing } from "../../../template/drawing.ts";
import type { Layer } from "../../../template/layer.ts";
import type { Size, SizeId } from "../../../template/pixels.ts";
import { resolveTemplate } from "../../../template/resolve.ts";
import type { Template } from "../../../template/template.ts";
import type { Variables } from "../../../template/variables.ts";
import type { BrowserStudio } from "../paint/studio.ts";

/** What a scene shows. */
export interface Sight {
  template: Template;
  size: SizeId;
  frame: Size;
  values: Variables;
  selected: ReadonlySet<string>;
  /** Pixels that are drawn to one of the picture. */
  scale: number;
  studio: BrowserStudio;
  /** Another one each time that a font or picture came. */
  state: number;
}

/** A layer's place on the stage, and what it was made of. */
interface Actor {
  node: Image;
  layer: Layer;
}

/**
 * The picture as a stage of sprites. What is chosen stands on a sheet of its own, with all that lies between: while it is dragged, what
 * is below and above is not drawn again. Layers that are the same objects as before are left as they are.
 */
export class Scene {
  readonly #stage: Konva.Stage;
  readonly #background = new Image({ image: undefined, listening: false });
  readonly #sheets: readonly [below: Konva.Layer, chosen: Konva.Layer, above: Konva.Layer];
  readonly #actors = new Map<string, Actor>();
  #last: Sight | undefined;

  constructor(container: HTMLDivElement) {
    // How fine it is drawn is for whoever looks to say.
    Konva.pixelRatio = 1;
    this.#stage = new Konva.Stage({ container, listening: false });
    const sheet = () => new Konva.Layer({ listening: false });
    this.#sheets = [sheet(), sheet(), sheet()];
    this.#stage.add(...this.#sheets);
    this.#sheets[0].add(this.#background);
  }

  show(sight: Sight): void {
    const anew = this.#last === undefined || LOOKS.some((name) => this.#last?.[name] !== sight[name]);
    if (anew) this.#stage.size(sized(sight));
    if (anew || this.#last?.template.background !== sight.template.background) this.#paintBackground(sight);
    const { layers } = sight.template;
    for (const [id, { node }] of this.#actors)
      if (layers.every((layer) => layer.id !== id)) {
        node.destroy();
        this.#actors.delete(id);
      }
    for (const layer of layers) this.#play(layer, sight, anew);
    this.#arrange(layers, sight.selected);
    this.#last = sight;
  }

  close(): void {
    this.#stage.destroy();
  }

  #paintBackground(sight: Sight): void {
    const drawing = drawingOf(sight, [], sight.template.background);
    this.#background.image(sight.studio.background(drawing, sight.scale));
  }

  #play(layer: Layer, sight: Sight, anew: boolean): void {
    const actor = this.#actors.get(layer.id);
    if (actor?.layer === layer && !anew) return;
    const node = actor?.node ?? new Image({ image: undefined, listening: false, perfectDrawEnabled: false });
    this.#actors.set(layer.id, { node, layer });
    const drawing = drawingOf(sight, [layer], NOTHING);
    const [drawn] = drawing.layers;
    node.visible(drawn !== undefined);
    if (drawn === undefined) return;
    const { scale } = sight;
    const { canvas, dx, dy, width, height } = sight.studio.sprite(drawn, drawing.language, scale);
    node.setAttrs({
      image: canvas,
      x: (drawn.box.x + dx) * scale,
      y: (drawn.box.y + dy) * scale,
      width: width * scale,
      height: height * scale,
    });
  }

  /** Everything on its sheet, in its order; what stands there already is not touched. */
  #arrange(layers: readonly Layer[], selected: ReadonlySet<string>): void {
    const first = layers.findIndex(({ id }) => selected.has(id));
    const last = layers.findLastIndex(({ id }) => selected.has(id));
    const [below, chosen, above] = this.#sheets;
    const counts = new Map([[below, 1]]);
    for (const [index, { id }] of layers.entries()) {
      const node = this.#actors.get(id)?.node;
      if (node === undefined) continue;
      const sheet = first < 0 || index < first ? below : index <= last ? chosen : above;
      const place = counts.get(sheet) ?? 0;
      counts.set(sheet, place + 1);
      if (node.getParent() !== sheet) node.moveTo(sheet);
      if (node.zIndex() !== place) node.zIndex(place);
    }
  }
}

/** What changes every sprite. */
const LOOKS = ["size", "frame", "values", "scale", "studio", "state"] as const satisfies (keyof Sight)[];
const NOTHING: Template["background"] = { fill: "#ffffff" };

function sized({ frame, scale }: Sight): Size {
  return { width: Math.round(frame.width * scale), height: Math.round(frame.height * scale) };
}

/** As the server resolves it, but that files are known by their assets. */
function drawingOf(
  { template, size, values }: Sight,
  layers: Layer[],
  background: Template["background"],
): Drawing {
  return resolveTemplate(
    { ...template, sizes: [size], background, layers },
    { size, variables: values, fileOf: (asset) => asset },
  );
}
