import { listQuery, listShape, type Static, Type } from "@promostack/core";
import type { BroadcastsService } from "@promostack/plugin-journeys/api.ts";
import { choice } from "../template/choice.ts";
import { SizeId } from "../template/size.ts";
import { ChosenAudience } from "./audience.ts";

/** A picture of a template with a code, to many people: what the pages and the routes say of it. Times ISO 8601 in UTC. */

const CLOSED = { additionalProperties: false };
const Label = Type.String({ minLength: 1, maxLength: 64, pattern: "\\S" });
const WallTime = Type.String({
  pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d$",
});

/** What a button does: opens an address, lets people pass the code on, or begins their own picture with it in the bot's chat. */
export const BUTTON_KINDS = ["link", "share", "own"] as const;
export const ChosenButton = Type.Object(
  {
    does: choice(BUTTON_KINDS),
    text: Label,
    /** Of a link. */
    url: Type.Optional(Type.String({ maxLength: 2_048 })),
  },
  CLOSED,
);
export type ChosenButton = Static<typeof ChosenButton>;

export const PictureMessage = Type.Object(
  {
    template: Type.String({ maxLength: 60, description: "Id of a published template." }),
    size: SizeId,
    code: Type.String({ minLength: 1, maxLength: 64 }),
    text: Type.String({ maxLength: 1_024, description: "Telegram's HTML; {code} is the code." }),
    buttons: Type.Array(ChosenButton, { maxItems: 4 }),
  },
  CLOSED,
);
export type PictureMessage = Static<typeof PictureMessage>;

export const ChosenWhen = Type.Union([
  Type.Object({ kind: Type.Literal("now") }, CLOSED),
  Type.Object({ kind: choice(["clock", "local"] as const), time: WallTime }, CLOSED),
]);
export type ChosenWhen = Static<typeof ChosenWhen>;

export const NewBroadcast = Type.Object(
  {
    key: Type.String({ format: "uuid", description: "The same again answers the broadcast that it made." }),
    name: Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" }),
    message: PictureMessage,
    audience: ChosenAudience,
    when: ChosenWhen,
    anyway: Type.Boolean({ description: "Also where the code is not valid now." }),
  },
  CLOSED,
);
export type NewBroadcast = Static<typeof NewBroadcast>;

export const BroadcastTest = Type.Object(
  { message: PictureMessage, person: Type.String({ format: "uuid" }) },
  CLOSED,
);

/** The message as journeys send it, for a look at it. */
export const Look = Type.Object({
  content: Type.Unsafe<Parameters<BroadcastsService["test"]>[0]["content"]>({}),
});

export const BROADCASTS = listShape({
  sorts: {
    made: { sql: "b.made_at", type: "timestamptz" },
    name: { sql: "lower(b.name)", type: "text" },
  },
  id: { sql: "b.id", type: "uuid" },
  first: { sort: "made", order: "desc" },
  search: ["b.name", "b.code"],
});

type Told = Awaited<ReturnType<BroadcastsService["progress"]>>;
const STATES = [
  "draft",
  "scheduled",
  "sending",
  "paused",
  "done",
  "cancelled",
] as const satisfies readonly Told["state"][];

export const BroadcastRow = Type.Object({
  id: Type.String(),
  name: Type.String(),
  code: Type.String(),
  template: Type.String({ description: "Its name then." }),
  size: SizeId,
  madeAt: Type.String(),
  madeBy: Type.String(),
  journeysId: Type.String({ description: "Of journeys' broadcast: people and clicks stand there." }),
  state: choice(STATES),
  startsAt: Type.Union([Type.String(), Type.Null()]),
  people: Type.Integer(),
  left: Type.Integer({ description: "People whose message is still to go." }),
  sent: Type.Integer({ description: "Telegram has taken it." }),
  blocked: Type.Integer(),
  failed: Type.Integer({ description: "Refused, or nobody knows." }),
  clicked: Type.Integer(),
  secondsLeft: Type.Union([Type.Integer(), Type.Null()]),
});
export type BroadcastRow = Static<typeof BroadcastRow>;
export const BroadcastsQuery = Type.Object(listQuery(BROADCASTS, { most: 50, normally: 20 }));
export type BroadcastsQuery = Static<typeof BroadcastsQuery>;
export const BroadcastsPage = Type.Object({
  items: Type.Array(BroadcastRow),
  next: Type.Optional(Type.String()),
});
