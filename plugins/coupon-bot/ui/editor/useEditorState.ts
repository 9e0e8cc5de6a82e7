import type { DraftHistory } from "@promostack/web/kit";
import { useCallback, useMemo, useState } from "react";
import type { Layer } from "../../template/layer.ts";
import { pixelsOf } from "../../template/pixels.ts";
import type { Template } from "../../template/template.ts";
import type { TemplateDetail } from "../../templates/api.ts";
import { chosenLayers, type Editor, firstSize } from "./editor.ts";
import { newIds } from "./model/ids.ts";
import { addLayers, changeLayer, copiesOf, removeLayers } from "./model/layers.ts";
import { type Insert, newLayer } from "./model/newLayers.ts";
import { useTriedValues } from "./preview/useTriedValues.ts";
import { useUploads } from "./useUploads.ts";

/** The editor of one template over its history. */
export function useEditorState(
  detail: TemplateDetail,
  { now: template, ...history }: DraftHistory<Template>,
  readOnly: boolean,
): Editor {
  const { change } = history;
  const [worked, setWorked] = useState({ size: firstSize(template), only: false });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [writing, setWriting] = useState(0);
  const uploads = useUploads();
  const [values, setValue] = useTriedValues(template);

  // A size may be gone by an undo, and a layer too.
  const size = template.sizes.includes(worked.size) ? worked.size : firstSize(template);
  const view = useMemo(() => ({ size, only: worked.only }), [size, worked.only]);
  const frame = useMemo(() => pixelsOf(size, template.custom) ?? SQUARE, [size, template.custom]);
  const selected = useMemo(
    () => new Set(template.layers.flatMap(({ id }) => (chosen.has(id) ? [id] : []))),
    [template.layers, chosen],
  );
  const assets = useMemo(
    () =>
      new Map([...Object.values(detail.assets), ...uploads.all].map((asset) => [asset.id, asset] as const)),
    [detail.assets, uploads.all],
  );

  const select = useCallback((ids: Iterable<string>) => setChosen(new Set(ids)), []);
  const work = useCallback(
    (next: Partial<Editor["view"]>) => setWorked((before) => ({ ...before, ...next })),
    [],
  );
  const put = useCallback(
    (layer: Layer, about?: string) => change((before) => changeLayer(before, layer), about),
    [change],
  );
  const add = (layers: readonly Layer[]) => {
    change((before) => addLayers(before, layers));
    select(layers.map(({ id }) => id));
  };
  return {
    ...history,
    detail,
    readOnly,
    template,
    view,
    frame,
    work,
    selected,
    select,
    put,
    add,
    insert: (what: Insert) => add([newLayer(what, newIds(template), frame)]),
    remove: (ids) => change((before) => removeLayers(before, ids)),
    duplicate: (ids) => {
      const layers = chosenLayers({ template, selected: ids });
      const copies = copiesOf(layers, newIds(template), view);
      change((before) => addLayers(before, copies, layers.at(-1)?.id));
      select(copies.map(({ id }) => id));
    },
    assets,
    uploads,
    values,
    setValue,
    writing,
    write: () => setWriting((times) => times + 1),
  };
}

const SQUARE = { width: 1080, height: 1080 };
