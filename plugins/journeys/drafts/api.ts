import { type Static, type TSchema, Type } from "@promostack/core";
import { Journey } from "../graph/journey.ts";
import { PartId } from "../graph/parts.ts";

/** What the routes of journeys and their versions take and answer. */

const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Enum = <Name extends string>(...names: Name[]) => Type.Union(names.map((name) => Type.Literal(name)));
const Time = Type.String({ format: "date-time" });
const Uuid = Type.String({ format: "uuid" });
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" });
const Folder = Type.String({ maxLength: 60, description: "Empty for none." });

/** A journey on its way out: it was checked on its way in, and its schema is large. */
const ShownJourney = Type.Unsafe<Journey>({
  type: "object",
  description: "As the route that saves a draft takes it.",
});

/** A version that was published, without its steps. */
export const Version = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  note: Type.String(),
  publishedAt: Time,
  publishedBy: Type.String(),
  live: Type.Boolean({ description: "People enter it now." }),
  inside: Type.Integer({ description: "People who walk it now." }),
  steps: Type.Integer(),
});
export type Version = Static<typeof Version>;

export const VersionPage = Type.Object({
  items: Type.Array(Version),
  next: Type.Optional(Type.String()),
});
export type VersionPage = Static<typeof VersionPage>;

export const VersionDetail = Type.Object({ ...Version.properties, document: ShownJourney });
export type VersionDetail = Static<typeof VersionDetail>;

export const JourneyState = Enum("draft", "live", "archived");
export type JourneyState = Static<typeof JourneyState>;

const Listed = {
  id: Uuid,
  name: Type.String(),
  folder: Folder,
  state: JourneyState,
  version: Nullable(Type.Integer({ description: "Number of the version that people enter now." })),
  changed: Type.Boolean({ description: "The draft differs from what is live." }),
  inside: Type.Integer({ description: "People who walk it now, whatever their version." }),
  editedAt: Time,
  editedBy: Type.String(),
  createdAt: Time,
};

export const ListedJourney = Type.Object({
  ...Listed,
  steps: Type.Integer(),
  triggers: Type.Array(Type.String({ description: "Kinds of what lets people in." })),
});
export type ListedJourney = Static<typeof ListedJourney>;

export const JourneyPage = Type.Object({
  items: Type.Array(ListedJourney),
  next: Type.Optional(Type.String()),
});
export type JourneyPage = Static<typeof JourneyPage>;

export const Folders = Type.Object({
  items: Type.Array(Type.Object({ name: Type.String(), journeys: Type.Integer() })),
});
export type Folders = Static<typeof Folders>;

export const JourneyDetail = Type.Object({
  ...Listed,
  draft: ShownJourney,
  etag: Type.String({ description: "Of the draft: goes back in If-Match." }),
  versions: Type.Integer(),
  walks: Type.Integer({ description: "Begun since the journey exists." }),
});
export type JourneyDetail = Static<typeof JourneyDetail>;

export const NewJourney = Type.Object({
  name: Type.Optional(Name),
  folder: Type.Optional(Folder),
  from: Type.Union([
    Type.Object({ kind: Type.Literal("blank") }),
    Type.Object({ kind: Type.Literal("template"), template: Type.String({ maxLength: 60 }) }),
    Type.Object({ kind: Type.Literal("journey"), id: Uuid }),
    Type.Object({
      kind: Type.Literal("file"),
      file: Type.Unknown({ description: "What the route that exports has made." }),
    }),
  ]),
});
export type NewJourney = Static<typeof NewJourney>;

export const ChangedJourney = Type.Object({
  name: Type.Optional(Name),
  folder: Type.Optional(Folder),
  archived: Type.Optional(Type.Boolean()),
});
export type ChangedJourney = Static<typeof ChangedJourney>;

export const NewDraft = Type.Object({ draft: Journey });

export const SavedDraft = Type.Object({
  etag: Type.String(),
  editedAt: Time,
  editedBy: Type.String(),
  changed: Type.Boolean(),
});
export type SavedDraft = Static<typeof SavedDraft>;

export const Publication = Type.Object({ note: Type.Optional(Type.String({ maxLength: 500 })) });

/** People who are inside when a journey closes: they finish their walk, or it is stopped. */
export const ClosingChoice = Enum("finish", "stop");
export type ClosingChoice = Static<typeof ClosingChoice>;

export const Closed = Type.Object({
  stopped: Type.Integer({ description: "Walks that were ended." }),
  finishing: Type.Integer({ description: "Walks that go on." }),
});
export type Closed = Static<typeof Closed>;

export const PeopleInside = Type.Object({
  total: Type.Integer(),
  steps: Type.Array(Type.Object({ step: Type.Union([PartId, Type.Literal("")]), people: Type.Integer() })),
  waiting: Type.Integer({ description: "Enter when the journey that they are in is over." }),
});
export type PeopleInside = Static<typeof PeopleInside>;
