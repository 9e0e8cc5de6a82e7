import { listShape } from "@promostack/core";

/** First seen and name have an index; the others sort the one tenant's people. */
export const PEOPLE = listShape({
  sorts: {
    firstSeen: { sql: "p.first_seen", type: "timestamptz" },
    lastHeard: { sql: "p.last_heard", type: "timestamptz", nullable: true },
    name: { sql: "lower(p.first_name || ' ' || p.last_name)", type: "text" },
    source: { sql: "p.source", type: "text" },
    language: { sql: "p.language", type: "text" },
  },
  id: { sql: "p.id", type: "uuid" },
  first: { sort: "firstSeen", order: "desc" },
  search: ["p.first_name", "p.last_name", "'@' || p.username", "p.telegram_id::text"],
});

/** What happened with one person, the newest first. */
export const TIMELINE = listShape({
  sorts: { at: { sql: "t.at", type: "timestamptz" } },
  id: { sql: "t.id", type: "text" },
  first: { sort: "at", order: "desc" },
  search: [],
});
