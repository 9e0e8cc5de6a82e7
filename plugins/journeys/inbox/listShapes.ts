import { listShape } from "@promostack/core";

export const CONVERSATIONS = listShape({
  sorts: {
    at: { sql: "c.at", type: "timestamptz" },
    waits: { sql: "c.waits_since", type: "timestamptz", nullable: true },
  },
  id: { sql: "c.person_id", type: "uuid" },
  first: { sort: "at", order: "desc" },
  search: ["p.first_name", "p.last_name", "p.username", "p.telegram_id::text"],
});
