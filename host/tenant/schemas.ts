import { type Static, type TSchema, Type } from "@promostack/core";

/** Shapes that several answers share. */

export const Id = Type.String({ format: "uuid" });
export const Time = Type.String({ format: "date-time", description: "ISO 8601, UTC" });
export const Role = Type.Union(
  [Type.Literal("owner"), Type.Literal("admin"), Type.Literal("member"), Type.Literal("viewer")],
  { description: "owner > admin > member > viewer" },
);
export const Email = Type.String({ format: "email", maxLength: 254 });
export const Name = Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" });
export const Slug = Type.String({ pattern: "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$" });
export const Timezone = Type.String({
  minLength: 1,
  maxLength: 64,
  description: "IANA zone name: Europe/Berlin",
});
export const Anything = Type.Record(Type.String(), Type.Unknown());
export const PluginParams = Type.Object({ id: Type.String({ pattern: "^[a-z][a-z0-9-]{0,63}$" }) });

/** One page of a list; `next` is absent on the last. */
export function Page<Item extends TSchema>(item: Item) {
  return Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) });
}

export const Person = Type.Object({
  id: Id,
  email: Type.String(),
  name: Type.Optional(Type.String()),
});
export type Person = Static<typeof Person>;
