import { type Static, Type } from "@promostack/core";
import { Layer } from "./layer.ts";
import { MOST_LAYERS } from "./limits.ts";
import { Fill, Fit, Point } from "./paint.ts";
import { CustomSize, SizeId } from "./size.ts";
import { AssetId } from "./typeface.ts";

const CLOSED = { additionalProperties: false };

const PhotoView = { fit: Type.Optional(Fit), focus: Type.Optional(Point) };
const PhotoOverride = Type.Partial(Type.Object(PhotoView), CLOSED);

/** A colour or a gradient, with a photo over it. */
export const Background = Type.Object(
  {
    fill: Fill,
    photo: Type.Optional(
      Type.Object(
        {
          asset: AssetId,
          ...PhotoView,
          opacity: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
          bySize: Type.Optional(
            Type.Partial(
              Type.Object({
                square: PhotoOverride,
                story: PhotoOverride,
                feed: PhotoOverride,
                custom: PhotoOverride,
              }),
              CLOSED,
            ),
          ),
        },
        CLOSED,
      ),
    ),
  },
  CLOSED,
);
export type Background = Static<typeof Background>;

/**
 * What a coupon's picture looks like, in every size that it comes in. Places are in per cent of the picture, lengths are pixels of a
 * picture whose shorter side is `REFERENCE_SIDE`.
 */
export const Template = Type.Object(
  {
    format: Type.Literal(1),
    sizes: Type.Array(SizeId, { minItems: 1, maxItems: 4, uniqueItems: true }),
    /** Pixels of the size `custom`. */
    custom: Type.Optional(CustomSize),
    /** BCP 47, of the fixed words: where lines break and how letters become capitals. */
    language: Type.Optional(Type.String({ pattern: "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", maxLength: 35 })),
    background: Background,
    layers: Type.Array(Layer, { maxItems: MOST_LAYERS }),
  },
  CLOSED,
);
export type Template = Static<typeof Template>;
