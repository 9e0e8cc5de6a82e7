import { type Static, Type } from "@promostack/core";
import { PeopleCount, PersonRow } from "./api.ts";
import { SegmentRules } from "./segment.ts";

/** What the routes about segments take and answer. */

const Name = Type.String({ minLength: 1, maxLength: 80, pattern: "\\S" });

export const NewSegment = Type.Object({ name: Name, rules: SegmentRules });
export type NewSegment = Static<typeof NewSegment>;

export const Segment = Type.Object({
  id: Type.String(),
  name: Name,
  rules: SegmentRules,
  etag: Type.String({ description: "For If-Match." }),
  editedAt: Type.String({ format: "date-time" }),
  editedBy: Type.String(),
});
export type Segment = Static<typeof Segment>;

export const Segments = Type.Object({ items: Type.Array(Segment) });
export type Segments = Static<typeof Segments>;

/** Who is in a segment that is still being made. */
export const SegmentLook = Type.Object({
  ...PeopleCount.properties,
  people: Type.Array(PersonRow, { description: "The first of them." }),
});
export type SegmentLook = Static<typeof SegmentLook>;
