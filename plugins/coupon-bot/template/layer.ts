import { type Static, type TSchema, Type } from "@promostack/core";
import { choice } from "./choice.ts";
import { Colour, Fill, Fit, Gradient, Point, Shadow, Stroke } from "./paint.ts";
import { AssetId, Typeface } from "./typeface.ts";

const CLOSED = { additionalProperties: false };
/** Per cent of the picture; a layer may reach beyond its edges. */
const Place = Type.Number({ minimum: -200, maximum: 300 });
const Extent = Type.Number({ minimum: 0.1, maximum: 400 });

/** Where a layer stands, before it is turned, and whether it is seen. */
const Placement = {
  x: Place,
  y: Place,
  width: Extent,
  height: Extent,
  /** Degrees clockwise around the middle. */
  rotation: Type.Optional(Type.Number({ minimum: -360, maximum: 360 })),
  opacity: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  visible: Type.Optional(Type.Boolean()),
};

/** What every layer has. `bySize` says what is different in one of the sizes: its placement, and what `sized` names. */
function layer<
  Kind extends string,
  Own extends Record<string, TSchema>,
  Sized extends Record<string, TSchema>,
>(kind: Kind, own: Own, sized: Sized) {
  const override = Type.Partial(Type.Object({ ...Placement, ...sized }), CLOSED);
  const overrides = { square: override, story: override, feed: override, custom: override };
  return Type.Object(
    {
      id: Type.String({ pattern: "^[A-Za-z0-9_-]{1,40}$" }),
      kind: Type.Literal(kind),
      /** For the list of layers. */
      name: Type.Optional(Type.String({ maxLength: 80 })),
      /** The editor's canvas leaves it where it is. */
      locked: Type.Optional(Type.Boolean()),
      ...Placement,
      ...own,
      ...sized,
      bySize: Type.Optional(Type.Partial(Type.Object(overrides), CLOSED)),
    },
    CLOSED,
  );
}

/** What lies under or around a picture or a shape. */
const Frame = {
  stroke: Type.Optional(Stroke),
  shadow: Type.Optional(Shadow),
};
/** Of corners, as a length; half the shorter side makes them round. */
const Radius = Type.Number({ minimum: 0, maximum: 1000 });

/** A photo or drawing. Nothing is drawn until an asset is chosen. */
const ImageLayer = layer(
  "image",
  { asset: Type.Optional(AssetId), radius: Type.Optional(Radius), ...Frame },
  { fit: Type.Optional(Fit), focus: Type.Optional(Point) },
);

/** A mark, always whole: on a disc, or free. */
const LogoLayer = layer(
  "logo",
  {
    asset: Type.Optional(AssetId),
    shape: choice(["circle", "free"]),
    /** Under the mark. */
    background: Type.Optional(Colour),
    /** Room between the mark and the edge, in per cent of the box's shorter side. */
    padding: Type.Optional(Type.Number({ minimum: 0, maximum: 40 })),
    ...Frame,
  },
  {},
);

const ShapeLayer = layer(
  "shape",
  {
    /** A line runs along the middle of its box, `thickness` wide. */
    shape: choice(["rectangle", "ellipse", "line"]),
    fill: Type.Optional(Fill),
    radius: Type.Optional(Radius),
    thickness: Type.Optional(Type.Number({ minimum: 0.5, maximum: 300 })),
    /** Lengths of dashes and gaps of a line. */
    dash: Type.Optional(
      Type.Array(Type.Number({ minimum: 0.5, maximum: 300 }), { minItems: 2, maxItems: 4 }),
    ),
    ...Frame,
  },
  {},
);

/** Colours that run into each other, to lay over a photo. */
const GradientLayer = layer("gradient", { fill: Gradient }, {});

const TextLayer = layer(
  "text",
  {
    /** Fixed words and variables: `Your code: {code}`, `Hello {name|friend}`. */
    text: Type.String({ maxLength: 1000 }),
    typeface: Typeface,
    weight: Type.Optional(Type.Integer({ minimum: 100, maximum: 900, multipleOf: 100 })),
    colour: Colour,
    /** Of a line, in sizes of the type. */
    lineHeight: Type.Optional(Type.Number({ minimum: 0.6, maximum: 3 })),
    /** In per cent of the type's size. Scripts that join their letters are left whole. */
    letterSpacing: Type.Optional(Type.Number({ minimum: -20, maximum: 100 })),
    upperCase: Type.Optional(Type.Boolean()),
    /** `auto`: as the first letter with a direction has it. */
    direction: Type.Optional(choice(["auto", "ltr", "rtl"])),
    ...Frame,
  },
  {
    /** Type is made smaller until the text fits, never below `smallest`. */
    size: Type.Object(
      {
        smallest: Type.Number({ minimum: 8, maximum: 1000 }),
        largest: Type.Number({ minimum: 8, maximum: 1000 }),
      },
      CLOSED,
    ),
    /** `start` is where reading begins. */
    align: Type.Optional(choice(["start", "center", "end", "left", "right"])),
    vertical: Type.Optional(choice(["top", "middle", "bottom"])),
    maxLines: Type.Optional(Type.Integer({ minimum: 1, maximum: 30 })),
  },
);

const QrLayer = layer(
  "qr",
  {
    /** Fixed words and variables: `{link}`. */
    text: Type.String({ maxLength: 1000 }),
    colour: Colour,
    /** Scanners want a light one. */
    background: Type.Optional(Colour),
    /** Empty modules around; readers ask for four. */
    margin: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
    /** How much may be dirty or covered: 7, 15, 25 or 30 per cent. */
    correction: Type.Optional(choice(["L", "M", "Q", "H"])),
    radius: Type.Optional(Radius),
  },
  {},
);

/** The schema of each kind of layer. */
export const LAYERS = {
  image: ImageLayer,
  logo: LogoLayer,
  shape: ShapeLayer,
  gradient: GradientLayer,
  text: TextLayer,
  qr: QrLayer,
} as const;

export type LayerKind = keyof typeof LAYERS;
export type ImageLayer = Static<typeof ImageLayer>;
export type LogoLayer = Static<typeof LogoLayer>;
export type ShapeLayer = Static<typeof ShapeLayer>;
export type GradientLayer = Static<typeof GradientLayer>;
export type TextLayer = Static<typeof TextLayer>;
export type QrLayer = Static<typeof QrLayer>;

/** Drawn in their order, the first at the bottom. */
export const Layer = Type.Union([ImageLayer, LogoLayer, ShapeLayer, GradientLayer, TextLayer, QrLayer]);
export type Layer = Static<typeof Layer>;
