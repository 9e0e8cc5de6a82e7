import { type Static, type TSchema, Type } from "@promostack/core";
import { CustomSize, SizeId } from "../template/size.ts";
import type { Template } from "../template/template.ts";

/** What the routes of templates, their versions and assets take and answer. */

const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Time = Type.String({ format: "date-time" });
const Uuid = Type.String({ format: "uuid" });
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: "\\S" });

/** A template on its way out: it was checked on its way in, and its schema is large. */
const ShownTemplate = Type.Unsafe<Template>({
  type: "object",
  description: "As the route that saves a draft takes it.",
});
/** On its way in: `assertTemplate` says what is wrong better than a schema of unions does. */
const GivenTemplate = Type.Unknown({ description: "A template: see template/template.ts." });

/** Where a picture of a template is had, in one of its sizes; `&w=` asks for it so many pixels wide. */
export const Look = Type.Object({
  size: SizeId,
  width: Type.Integer(),
  height: Type.Integer(),
  url: Type.String(),
});
export type Look = Static<typeof Look>;

const Listed = {
  id: Uuid,
  name: Type.String(),
  etag: Type.String({ description: "Of the draft: goes back in If-Match." }),
  sizes: Type.Array(SizeId),
  custom: Type.Optional(CustomSize),
  frame: Type.Boolean({ description: "It has no place for a code: it lies over pictures of campaigns." }),
  forTelegram: Type.Boolean(),
  publishedVersion: Nullable(Type.Integer()),
  draftDiffers: Type.Boolean({ description: "The draft differs from what is published." }),
  position: Type.Integer({ description: "From 0, in the order in which people are offered them." }),
  createdAt: Time,
  editedAt: Time,
  editedBy: Type.String(),
  deletedAt: Nullable(Time),
  pictures: Type.Array(Look, { description: "Of the draft, in every size." }),
};

export const ListedTemplate = Type.Object(Listed);
export type ListedTemplate = Static<typeof ListedTemplate>;
export const TemplateList = Type.Object({ items: Type.Array(ListedTemplate) });
export type TemplateList = Static<typeof TemplateList>;

export const AssetKind = Type.Union([Type.Literal("picture"), Type.Literal("logo"), Type.Literal("font")]);
export type AssetKind = Static<typeof AssetKind>;

export const ListedAsset = Type.Object({
  id: Uuid,
  kind: AssetKind,
  name: Type.String(),
  family: Type.Optional(Type.String({ description: "Of a font: what it calls itself." })),
  width: Nullable(Type.Integer()),
  height: Nullable(Type.Integer()),
  bytes: Type.Integer(),
  hash: Type.String({ description: "SHA-256 of the file, in hex." }),
  url: Type.String({ description: "The file itself. It never changes." }),
  madeAt: Time,
});
export type ListedAsset = Static<typeof ListedAsset>;
export const AssetList = Type.Object({ items: Type.Array(ListedAsset) });
export type AssetList = Static<typeof AssetList>;

export const TemplateDetail = Type.Object({
  ...Listed,
  draft: ShownTemplate,
  assets: Type.Record(Type.String(), ListedAsset, { description: "Those that the draft names, by id." }),
});
export type TemplateDetail = Static<typeof TemplateDetail>;

export const NewTemplate = Type.Object({
  name: Type.Optional(Name),
  from: Type.Union([
    Type.Literal("blank"),
    Type.Object({ gallery: Type.String({ maxLength: 60 }) }),
    Type.Object({ template: Uuid }),
  ]),
});
export type NewTemplate = Static<typeof NewTemplate>;

export const ChangedTemplate = Type.Object({
  name: Type.Optional(Name),
  forTelegram: Type.Optional(Type.Boolean()),
  position: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
});
export type ChangedTemplate = Static<typeof ChangedTemplate>;

export const NewDraft = Type.Object({ draft: GivenTemplate });
export const SavedDraft = Type.Object({
  etag: Type.String(),
  editedAt: Time,
  editedBy: Type.String(),
  draftDiffers: Type.Boolean(),
});
export type SavedDraft = Static<typeof SavedDraft>;

export const Finding = Type.Object({
  severity: Type.Union([Type.Literal("error"), Type.Literal("warning")]),
  pointer: Type.String({ description: "In the template: `/layers/3/asset`." }),
  layer: Type.Optional(Type.String({ description: "Id of the layer." })),
  message: Type.String(),
  fix: Type.String(),
});
export type Finding = Static<typeof Finding>;
export const Findings = Type.Object({ items: Type.Array(Finding) });
export const Checked = Type.Object({ template: GivenTemplate });

export const Published = Type.Object({
  version: Type.Integer(),
  added: Type.Boolean({ description: "False where the draft was published already." }),
  warnings: Type.Array(Finding),
});
export type Published = Static<typeof Published>;

export const Version = Type.Object({
  number: Type.Integer(),
  live: Type.Boolean({ description: "People get this one." }),
  publishedAt: Time,
  publishedBy: Type.String(),
  pictures: Type.Array(Look),
});
export type Version = Static<typeof Version>;
export const VersionPage = Type.Object({
  items: Type.Array(Version),
  next: Type.Optional(Type.String()),
});
export type VersionPage = Static<typeof VersionPage>;

export const Preview = Type.Object({
  template: GivenTemplate,
  size: SizeId,
  code: Type.String({ maxLength: 40 }),
  values: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 500 }))),
  width: Type.Optional(Type.Integer({ minimum: 64, maximum: 2560 })),
});

export const GalleryItem = Type.Object({
  id: Type.String(),
  title: Type.String(),
  sizes: Type.Array(SizeId),
  pictures: Type.Array(Look),
});
export type GalleryItem = Static<typeof GalleryItem>;
export const GalleryList = Type.Object({ items: Type.Array(GalleryItem) });
export type GalleryList = Static<typeof GalleryList>;

export const ImportedFile = Type.Object({
  file: Type.Unknown({ description: "What the route that exports has made." }),
});
