import { type Static, Type } from "@promostack/core";
import { choice } from "./choice.ts";

const CLOSED = { additionalProperties: false };

/** `#rrggbb`, or `#rrggbbaa` where it is partly transparent. */
export const Colour = Type.String({ pattern: "^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$" });

/** A place in per cent of a width and a height. */
export const Point = Type.Object(
  { x: Type.Number({ minimum: 0, maximum: 100 }), y: Type.Number({ minimum: 0, maximum: 100 }) },
  CLOSED,
);
export type Point = Static<typeof Point>;

export const Gradient = Type.Object(
  {
    kind: choice(["linear", "radial"]),
    /** Of a linear one, in degrees: 0 runs upwards, 90 to the right, as in CSS. 180 where absent. */
    angle: Type.Optional(Type.Number({ minimum: -360, maximum: 360 })),
    /** Of a radial one; the middle where absent. */
    centre: Type.Optional(Point),
    stops: Type.Array(
      Type.Object({ at: Type.Number({ minimum: 0, maximum: 100 }), colour: Colour }, CLOSED),
      {
        minItems: 2,
        maxItems: 8,
      },
    ),
  },
  CLOSED,
);
export type Gradient = Static<typeof Gradient>;

export const Fill = Type.Union([Colour, Gradient]);
export type Fill = Static<typeof Fill>;

/** A line around what is drawn, outside of it. Widths are lengths (see `REFERENCE_SIDE`). */
export const Stroke = Type.Object(
  { colour: Colour, width: Type.Number({ minimum: 0, maximum: 100 }) },
  CLOSED,
);
export type Stroke = Static<typeof Stroke>;

/** Falls the same way whatever the layer's rotation. */
export const Shadow = Type.Object(
  {
    colour: Colour,
    x: Type.Number({ minimum: -200, maximum: 200 }),
    y: Type.Number({ minimum: -200, maximum: 200 }),
    blur: Type.Number({ minimum: 0, maximum: 200 }),
  },
  CLOSED,
);
export type Shadow = Static<typeof Shadow>;

/** How a picture fills its box: cut to cover it around the focal point, or whole within it. */
export const Fit = choice(["cover", "contain"]);
export type Fit = Static<typeof Fit>;
