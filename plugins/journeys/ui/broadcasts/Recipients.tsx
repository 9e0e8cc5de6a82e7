import {
  type Column,
  DataTable,
  Empty,
  type Filter,
  Status,
  Time,
  type Tone,
  useAddress,
  useServerRows,
} from "@promostack/web/kit";
import type { Recipient } from "../../broadcast/api.ts";
import { type BroadcastState, RECIPIENT_STATES, type RecipientState } from "../../broadcast/states.ts";
import { broadcast } from "./paths.ts";
import { words as W } from "./texts.ts";

const TONES: Record<RecipientState, Tone> = {
  waiting: "quiet",
  queued: "info",
  sent: "good",
  unknown: "warn",
  blocked: "bad",
  failed: "bad",
  skipped: "quiet",
  cancelled: "quiet",
};

const COLUMNS: Column<Recipient>[] = [
  { id: "person", header: W.person, value: ({ name }) => name, phone: "title" },
  {
    id: "state",
    header: W.state,
    value: ({ state }) => W.recipientStates[state],
    cell: ({ state }) => <Status tone={TONES[state]}>{W.recipientStates[state]}</Status>,
    phone: "corner",
  },
  { id: "why", header: W.why, value: ({ why }) => W.whys[why] ?? why },
  {
    id: "clicked",
    header: W.clicked,
    meaning: W.clickedMeaning,
    value: ({ clicked }) => (clicked ? "✓" : ""),
  },
  {
    id: "ended",
    header: W.ended,
    value: ({ endedAt, dueAt }) => endedAt ?? dueAt,
    cell: ({ endedAt, dueAt }) => <Time value={endedAt ?? dueAt} />,
    sort: "ended",
  },
];

const FILTERS: Filter<Recipient>[] = [
  {
    id: "recipient",
    label: W.state,
    options: RECIPIENT_STATES.map((value) => ({ value, label: W.recipientStates[value] })),
  },
];

/** Everybody whom it is for, with what became of their message. */
export function Recipients({ id, state }: { id: string; state: BroadcastState }) {
  const [{ recipient }] = useAddress();
  const source = useServerRows<Recipient>(
    `${broadcast(id)}/recipients`,
    { sort: "person", order: "asc" },
    { state: recipient },
    { topics: ["broadcasts"], limit: 25, ...(state === "sending" && { every: 5_000 }) },
  );
  return (
    <DataTable
      id="recipients"
      label={W.recipients}
      columns={COLUMNS}
      source={source}
      rowId={(row) => row.id}
      filters={FILTERS}
      to={(row) => `/people/${row.id}`}
      empty={<Empty title={W.nobodyYet}>{W.nobodyYetText}</Empty>}
    />
  );
}
