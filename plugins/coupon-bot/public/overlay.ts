import type { Asset, PictureRequest } from "../render/picture.ts";
import type { Layer } from "../template/layer.ts";
import type { Template } from "../template/template.ts";
import { variablesOf } from "../template/variables.ts";
import type { ShownTemplate } from "./parts.ts";

/** Pixels of a participant's picture, both ways. */
export const FITTED = 2000;
/** Of the picture that stands for a campaign where its link is shown. */
export const CARD = { width: 1200, height: 630 };
const THEIRS = "visitor-picture";
const LOGO = "visitor-logo";

/** A template without a place for a code lies over pictures; one with a place would leave a hole there. */
export function isFrame({ template }: Pick<ShownTemplate, "template">): boolean {
  return !variablesOf(template).includes("code");
}

/** A participant's picture, fitted to a square, under the layers of a template as they are in its square. */
export function fittedRequest(
  tenantId: string,
  {
    picture,
    fit,
    overlay,
    width,
  }: {
    picture: Asset | undefined;
    fit: "cover" | "contain";
    overlay: ShownTemplate | undefined;
    width: number;
  },
): PictureRequest {
  const template: Template = {
    format: 1,
    sizes: ["custom"],
    custom: { width: FITTED, height: FITTED },
    ...(overlay?.template.language !== undefined && { language: overlay.template.language }),
    background: {
      fill: picture === undefined ? EXAMPLE : "#14181f",
      ...(picture && { photo: { asset: THEIRS, fit } }),
    },
    layers: (overlay?.template.layers ?? []).map(squared),
  };
  return {
    tenantId,
    template,
    size: "custom",
    variables: {},
    assets: { ...overlay?.assets, ...(picture && { [THEIRS]: picture }) },
    format: "jpeg",
    width,
  };
}

/** A template's picture with the visitor's own logo in the place of the tenant's. */
export function withLogo(shown: ShownTemplate, logo: Asset | undefined): ShownTemplate {
  if (logo === undefined) return shown;
  const layers = shown.template.layers.map(
    (layer): Layer => (layer.kind === "logo" ? { ...layer, asset: LOGO } : layer),
  );
  return { ...shown, template: { ...shown.template, layers }, assets: { ...shown.assets, [LOGO]: logo } };
}

/** What stands for a campaign where its link is shown. */
export function cardRequest(
  tenantId: string,
  { title, prize }: { title: string; prize: string },
): PictureRequest {
  const words = (
    id: string,
    text: string,
    y: number,
    height: number,
    weight: number,
    largest: number,
  ): Layer => ({
    id,
    kind: "text",
    x: 7,
    y,
    width: 86,
    height,
    text: text.replace(/[{}]/g, ""),
    typeface: { family: "inter" },
    weight,
    colour: "#ffffff",
    size: { smallest: 24, largest },
    vertical: "middle",
    maxLines: 3,
  });
  return {
    tenantId,
    template: {
      format: 1,
      sizes: ["custom"],
      custom: CARD,
      background: { fill: EXAMPLE },
      layers: [
        words("title", title, 12, 46, 800, 150),
        ...(prize === "" ? [] : [words("prize", prize, 62, 26, 500, 76)]),
      ],
    },
    size: "custom",
    variables: {},
    assets: {},
    format: "jpeg",
  };
}

const EXAMPLE: Template["background"]["fill"] = {
  kind: "linear",
  angle: 135,
  stops: [
    { at: 0, colour: "#1f3350" },
    { at: 100, colour: "#a0712c" },
  ],
};

/** A layer as it stands in its template's square, for a picture of a size of its own. */
function squared<Some extends Layer>(layer: Some): Some {
  const { bySize, ...rest } = layer;
  return { ...layer, ...rest, bySize: bySize?.square === undefined ? undefined : { custom: bySize.square } };
}
