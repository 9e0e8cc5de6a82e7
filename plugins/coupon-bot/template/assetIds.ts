import type { Layer } from "./layer.ts";
import type { Template } from "./template.ts";

/** What a template takes an asset for. */
export type AssetUse = "picture" | "font";

/** An asset that a template names, and where it does. */
interface Named {
  asset: string;
  use: AssetUse;
  pointer: string;
}

/** The assets that a template names, with what it takes each for. */
export function assetUses({ background, layers }: Template): Named[] {
  const { photo } = background;
  const behind: Named[] = photo
    ? [{ asset: photo.asset, use: "picture", pointer: "/background/photo/asset" }]
    : [];
  return [...behind, ...layers.flatMap((layer, index) => namedBy(layer, `/layers/${index}`))];
}

function namedBy(layer: Layer, pointer: string): Named[] {
  if ((layer.kind === "image" || layer.kind === "logo") && layer.asset !== undefined)
    return [{ asset: layer.asset, use: "picture", pointer: `${pointer}/asset` }];
  if (layer.kind === "text" && "asset" in layer.typeface)
    return [{ asset: layer.typeface.asset, use: "font", pointer: `${pointer}/typeface/asset` }];
  return [];
}

/** Their ids, each once. */
export function assetIds(template: Template): string[] {
  return [...new Set(assetUses(template).map(({ asset }) => asset))];
}
/** The template with other assets in the place of those that it names. */
export function withAssetIds(template: Template, idFor: (asset: string) => string): Template {
  const { photo } = template.background;
  return {
    ...template,
    background: {
      ...template.background,
      ...(photo !== undefined && { photo: { ...photo, asset: idFor(photo.asset) } }),
    },
    layers: template.layers.map((layer) => {
      if ((layer.kind === "image" || layer.kind === "logo") && layer.asset !== undefined)
        return { ...layer, asset: idFor(layer.asset) };
      if (layer.kind === "text" && "asset" in layer.typeface)
        return { ...layer, typeface: { asset: idFor(layer.typeface.asset) } };
      return layer;
    }),
  };
}
