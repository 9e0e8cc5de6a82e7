import { listQuery, listShape, type Static, Type } from "@promostack/core";
import { PHASES } from "./phase.ts";

const CLOSED = { additionalProperties: false };
const Wall = Type.String({ pattern: "^20\\d\\d-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d$" });
const oneOf = <Values extends readonly string[]>(values: Values) =>
  Type.Unsafe<Values[number]>({ type: "string", enum: [...values] });

export const PLATFORMS = [
  "instagram",
  "tiktok",
  "x",
  "facebook",
  "youtube",
  "telegram",
  "threads",
  "website",
] as const;
export type Platform = (typeof PLATFORMS)[number];

/** What a colleague writes. */
export const CampaignPlan = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120 }),
    text: Type.String({ maxLength: 4000 }),
    prize: Type.String({ maxLength: 300 }),
    /** Times on the tenant's clock. */
    starts: Type.Optional(Wall),
    ends: Type.Optional(Wall),
    /** Where people are asked for a link of theirs; none is asked for where it is empty. */
    platforms: Type.Array(oneOf(PLATFORMS), { uniqueItems: true, maxItems: PLATFORMS.length }),
    linksNeeded: Type.Boolean(),
    pictureNeeded: Type.Boolean(),
    /** The published template whose layers lie over the picture. */
    overlay: Type.Optional(Type.String({ format: "uuid" })),
    mostEntries: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    winners: Type.Integer({ minimum: 1, maximum: 100 }),
    consent: Type.String({ minLength: 10, maxLength: 2000 }),
    privacy: Type.String({ maxLength: 4000 }),
  },
  CLOSED,
);
export type CampaignPlan = Static<typeof CampaignPlan>;

const Slug = Type.String({ pattern: "^[a-z0-9]+(-[a-z0-9]+)*$", minLength: 2, maxLength: 60 });

export const CampaignDraft = Type.Object({ slug: Slug, plan: CampaignPlan }, CLOSED);
export type CampaignDraft = Static<typeof CampaignDraft>;

export const NewCampaign = Type.Object({ title: Type.String({ minLength: 1, maxLength: 120 }) }, CLOSED);

const Figures = {
  entries: Type.Integer({ description: "Entries that count: neither disqualified nor erased." }),
  winnersDrawn: Type.Integer(),
};

export const CAMPAIGNS = listShape({
  sorts: {
    created: { sql: "c.created_at", type: "timestamptz" },
    title: { sql: "lower(c.plan->>'title')", type: "text" },
  },
  id: { sql: "c.id", type: "uuid" },
  first: { sort: "created", order: "desc" },
  search: ["c.plan->>'title'", "c.slug"],
});

export const CampaignRow = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  title: Type.String(),
  phase: oneOf(PHASES),
  startsAt: Type.Union([Type.String(), Type.Null()]),
  endsAt: Type.Union([Type.String(), Type.Null()]),
  ...Figures,
  createdAt: Type.String(),
  editedBy: Type.String(),
});
export type CampaignRow = Static<typeof CampaignRow>;
export const CampaignsQuery = Type.Object({
  ...listQuery(CAMPAIGNS),
  phase: Type.Optional(oneOf(PHASES)),
});
export type CampaignsQuery = Static<typeof CampaignsQuery>;
export const CampaignsPage = Type.Object({
  items: Type.Array(CampaignRow),
  next: Type.Optional(Type.String()),
});
export type CampaignsPage = Static<typeof CampaignsPage>;

export const Campaign = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  phase: oneOf(PHASES),
  plan: CampaignPlan,
  startsAt: Type.Union([Type.String(), Type.Null()]),
  endsAt: Type.Union([Type.String(), Type.Null()]),
  seedHash: Type.String(),
  consentVersion: Type.Integer(),
  ...Figures,
  /** Of the version that was read; a save names it in If-Match. */
  etag: Type.String(),
  editedBy: Type.String(),
  /** Below the installation's public address. */
  path: Type.String(),
});
export type Campaign = Static<typeof Campaign>;

export const ENTRY_STATES = ["in", "disqualified", "erased"] as const;

export const ENTRIES = listShape({
  sorts: {
    number: { sql: "e.number::bigint", type: "bigint" },
    email: { sql: "coalesce(e.email, '')", type: "text" },
  },
  id: { sql: "e.id", type: "uuid" },
  first: { sort: "number", order: "desc" },
  search: ["e.email", "e.links::text", "e.number::text"],
});

export const Entry = Type.Object({
  id: Type.String(),
  number: Type.Integer(),
  state: oneOf(ENTRY_STATES),
  email: Type.Union([Type.String(), Type.Null()]),
  links: Type.Record(Type.String(), Type.String()),
  picture: Type.Boolean(),
  /** Other entries with the same picture, and from the same network: for a look, not proof of anything. */
  samePicture: Type.Integer(),
  sameNetwork: Type.Integer(),
  consentVersion: Type.Integer(),
  consentText: Type.String(),
  enteredAt: Type.String(),
  reason: Type.String(),
  decidedBy: Type.String(),
  won: Type.Boolean(),
});
export type Entry = Static<typeof Entry>;
export const EntriesQuery = Type.Object({
  ...listQuery(ENTRIES),
  state: Type.Optional(oneOf(ENTRY_STATES)),
  seen: Type.Optional(oneOf(["alike"] as const)),
});
export type EntriesQuery = Static<typeof EntriesQuery>;
export const EntriesPage = Type.Object({ items: Type.Array(Entry), next: Type.Optional(Type.String()) });
export type EntriesPage = Static<typeof EntriesPage>;

export const EntryDecision = Type.Object(
  { state: oneOf(["in", "disqualified"] as const), reason: Type.String({ maxLength: 500 }) },
  CLOSED,
);

export const Draw = Type.Object({
  number: Type.Integer(),
  winners: Type.Array(Type.Integer()),
  replaces: Type.Union([Type.Integer(), Type.Null()]),
  reason: Type.String(),
  drawnAt: Type.String(),
  drawnBy: Type.String(),
});
export type Draw = Static<typeof Draw>;

export const Draws = Type.Object({
  seedHash: Type.String(),
  /** From the first draw on. */
  seed: Type.Optional(Type.String()),
  listHash: Type.Optional(Type.String()),
  list: Type.Optional(Type.String()),
  draws: Type.Array(Draw),
  /** Who has won now, with what colleagues need to write to them. */
  winners: Type.Array(
    Type.Object({
      number: Type.Integer(),
      email: Type.Union([Type.String(), Type.Null()]),
      entryId: Type.String(),
    }),
  ),
});
export type Draws = Static<typeof Draws>;

export const Redraw = Type.Object(
  { replaces: Type.Integer({ minimum: 1 }), reason: Type.String({ minLength: 3, maxLength: 500 }) },
  CLOSED,
);
