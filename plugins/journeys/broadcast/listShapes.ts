import { listShape } from "@promostack/core";

export const BROADCASTS = listShape({
  sorts: {
    created: { sql: "b.created_at", type: "timestamptz" },
    name: { sql: "lower(b.name)", type: "text" },
    starts: { sql: "coalesce(b.begun_at, b.starts_at)", type: "timestamptz", nullable: true },
  },
  id: { sql: "b.id", type: "uuid" },
  first: { sort: "created", order: "desc" },
  search: ["b.name"],
});

export const RECIPIENTS = listShape({
  sorts: {
    person: { sql: "r.person_id", type: "uuid" },
    ended: { sql: "r.ended_at", type: "timestamptz", nullable: true },
  },
  id: { sql: "r.person_id", type: "uuid" },
  first: { sort: "person", order: "asc" },
  search: ["p.first_name", "p.last_name", "p.username"],
});
