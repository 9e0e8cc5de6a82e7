import type { DraftHistory } from "@promostack/web/kit";
import { createContext, useContext } from "react";
import type { Layer } from "../../template/layer.ts";
import type { Size, SizeId } from "../../template/pixels.ts";
import type { Template } from "../../template/template.ts";
import type { Variables } from "../../template/variables.ts";
import type { ListedAsset, TemplateDetail } from "../../templates/api.ts";
import type { Insert } from "./model/newLayers.ts";
import type { View } from "./model/placing.ts";
import type { Uploads } from "./useUploads.ts";

/** What the parts of the editor share. */
export interface Editor extends Omit<DraftHistory<Template>, "now"> {
  detail: TemplateDetail;
  readOnly: boolean;
  template: Template;
  /** Size that is worked in, and whether for it alone; its pixels. */
  view: View;
  frame: Size;
  work(view: Partial<View>): void;
  selected: ReadonlySet<string>;
  select(ids: Iterable<string>): void;
  /** A layer as it is now, in the place of the one with its id. Letters of one field (`about`) are one step back. */
  put(layer: Layer, about?: string): void;
  insert(what: Insert): void;
  /** Adds layers on top and chooses them. */
  add(layers: readonly Layer[]): void;
  remove(ids: ReadonlySet<string>): void;
  duplicate(ids: ReadonlySet<string>): void;
  assets: ReadonlyMap<string, ListedAsset>;
  uploads: Uploads;
  /** What pictures are filled with while somebody looks at them. */
  values: Variables;
  setValue(name: string, value: string): void;
  /** Puts the hand into the chosen text's words. */
  writing: number;
  write(): void;
}

const EditorContext = createContext<Editor | undefined>(undefined);
export const EditorProvider = EditorContext.Provider;

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === undefined) throw new Error("useEditor needs an editor around it.");
  return editor;
}

export function chosenLayers({ template, selected }: Pick<Editor, "template" | "selected">): Layer[] {
  return template.layers.filter(({ id }) => selected.has(id));
}

/** The size to begin with: the first of the template's. */
export function firstSize({ sizes }: Template): SizeId {
  return sizes[0] ?? "square";
}
