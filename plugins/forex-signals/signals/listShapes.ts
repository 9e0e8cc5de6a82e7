import { listShape } from "@promostack/core";

/** The newest come first by an index; other orders sort the one tenant's rows. */
export const SIGNALS = listShape({
  sorts: {
    opened: { sql: "s.opened_at", type: "timestamptz" },
    closed: { sql: "s.closed_at", type: "timestamptz", nullable: true },
    signal: { sql: "s.direction || ' ' || s.symbol", type: "text" },
    state: { sql: "coalesce(s.outcome, s.status)", type: "text" },
    r: { sql: "s.result_r", type: "float8", nullable: true },
    pips: { sql: "s.result_pips", type: "float8", nullable: true },
    entry: { sql: "s.entry::float8", type: "float8" },
    reason: { sql: "s.close_reason", type: "text", nullable: true },
    strategy: { sql: "s.strategy", type: "text" },
  },
  id: { sql: "s.id", type: "uuid" },
  first: { sort: "opened", order: "desc" },
  search: ["s.direction", "s.symbol", "s.strategy", "s.status", "s.outcome", "s.close_reason", "s.reason"],
});

/** A choice meets a candle once: its id tells the refusals of one time apart, and with the time it names the refusal. */
export const REFUSALS = listShape({
  sorts: {
    time: { sql: "close_time", type: "timestamptz" },
    candidate: { sql: "direction || ' ' || symbol", type: "text" },
    reason: { sql: "reason", type: "text" },
    entry: { sql: "entry::float8", type: "float8" },
    strategy: { sql: "strategy", type: "text", nullable: true },
  },
  id: { sql: "(choice_id || ' ' || close_time::text)", type: "text" },
  first: { sort: "time", order: "desc" },
  // Codes are searched as people write them: too soon.
  search: ["direction", "symbol", "strategy", "replace(reason, '-', ' ')", "seen", "allowed"],
});
