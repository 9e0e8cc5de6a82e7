import { Anchor, Text } from "@mantine/core";
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
import { type Campaign, ENTRY_STATES, type Entry } from "../../campaigns/api.ts";
import { campaign as pathOf } from "../base.ts";
import { EntryActs } from "./EntryActs.tsx";
import { words as W } from "./texts.ts";

const TONES: Record<Entry["state"], Tone> = { in: "good", disqualified: "bad", erased: "quiet" };

const COLUMNS: Column<Entry>[] = [
  {
    id: "number",
    header: W.number,
    value: ({ number }) => number,
    sort: "number",
    width: 70,
  },
  {
    id: "email",
    header: W.email,
    value: ({ email }) => email,
    cell: ({ email }) => <Text fw={550}>{email ?? "–"}</Text>,
    sort: "email",
    phone: "title",
  },
  {
    id: "state",
    header: W.state,
    value: ({ state, won }) => (won ? W.won : W.states[state]),
    cell: ({ state, won }) => (
      <Status tone={won ? "info" : TONES[state]}>{won ? W.won : W.states[state]}</Status>
    ),
    phone: "corner",
  },
  {
    id: "links",
    header: W.links,
    value: ({ links }) => Object.values(links).join(" "),
    cell: ({ links }) =>
      Object.entries(links).map(([platform, href]) => (
        <Anchor
          key={platform}
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          size="sm"
          me={8}
        >
          {platform}
        </Anchor>
      )),
  },
  {
    id: "alike",
    header: W.alike,
    meaning: W.alikeMeaning,
    value: alikeText,
  },
  {
    id: "entered",
    header: W.entered,
    value: ({ enteredAt }) => enteredAt,
    cell: ({ enteredAt }) => <Time value={enteredAt} />,
  },
  {
    id: "consent",
    header: W.consentVersion,
    value: ({ consentVersion }) => consentVersion,
    hidden: true,
  },
  { id: "reason", header: W.reason, value: ({ reason }) => reason },
];

function alikeText({ samePicture, sameNetwork }: Entry): string {
  const found: string[] = [];
  if (samePicture > 0) found.push(W.samePicture(samePicture));
  if (sameNetwork > 0) found.push(W.sameNetwork(sameNetwork));
  return found.join(", ");
}

const FILTERS: Filter<Entry>[] = [
  { id: "entry", label: W.state, options: ENTRY_STATES.map((value) => ({ value, label: W.states[value] })) },
  { id: "seen", label: W.alike, options: [{ value: "alike", label: W.onlyAlike }] },
];

/** Everybody who takes part. */
export function EntryList({ campaign }: { campaign: Campaign }) {
  const [{ entry, seen }] = useAddress();
  const source = useServerRows<Entry>(
    `${pathOf(campaign.id)}/entries`,
    { sort: "number", order: "desc" },
    { state: entry, seen },
  );
  return (
    <DataTable
      id="campaign-entries"
      label={W.entries}
      columns={COLUMNS}
      source={source}
      rowId={({ id }) => id}
      filters={FILTERS}
      acts={(row) => <EntryActs entry={row} drawn={campaign.winnersDrawn > 0} />}
      empty={<Empty title={W.noEntries}>{W.noEntriesText}</Empty>}
    />
  );
}
