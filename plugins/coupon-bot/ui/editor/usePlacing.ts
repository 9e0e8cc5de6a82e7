import { useEditor } from "./editor.ts";
import { isBeginning } from "./model/blank.ts";
import type { Spot } from "./model/geometry.ts";
import { newIds } from "./model/ids.ts";
import { addLayers } from "./model/layers.ts";
import { pictureLayer } from "./model/newLayers.ts";

/** Uploads a picture and lays it into the template: the first photo becomes its background. */
export function usePlacing(): (file: File, kind: "image" | "logo", at?: Spot) => Promise<void> {
  const { uploads, change, select, frame, template } = useEditor();
  return async (file, kind, at) => {
    const behind = kind === "image" && isBeginning(template);
    const asset = await uploads.send(kind === "image" ? "picture" : "logo", file);
    if (asset === undefined) return;
    if (behind) {
      change((now) => ({ ...now, background: { ...now.background, photo: { asset: asset.id } } }));
      return;
    }
    const layer = pictureLayer(kind, asset, newIds(template)(), frame, at);
    change((now) => addLayers(now, [layer]));
    select([layer.id]);
  };
}
