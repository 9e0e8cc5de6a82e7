import { Progress, Text } from "@mantine/core";
import {
  type Column,
  Count,
  DataTable,
  Empty,
  LinkButton,
  lengthText,
  Page,
  Status,
  Time,
  type Tone,
  useMay,
  useServerRows,
} from "@promostack/web/kit";
import { IconBroadcast, IconPlus } from "@tabler/icons-react";
import type { BroadcastRow } from "../../broadcasts/api.ts";
import { BROADCASTS } from "../base.ts";
import { RowActs } from "./RowActs.tsx";
import { words as W } from "./texts.ts";

const TONES: Record<BroadcastRow["state"], Tone> = {
  draft: "quiet",
  scheduled: "info",
  sending: "info",
  paused: "warn",
  done: "good",
  cancelled: "bad",
};
const LOOK_MS = 2_000;

const COLUMNS: Column<BroadcastRow>[] = [
  {
    id: "name",
    header: W.name,
    value: ({ name }) => name,
    cell: ({ name }) => <Text fw={550}>{name}</Text>,
    sort: "name",
    phone: "title",
  },
  {
    id: "state",
    header: W.state,
    value: ({ state }) => W.states[state],
    cell: ({ state }) => <Status tone={TONES[state]}>{W.states[state]}</Status>,
    phone: "corner",
  },
  {
    id: "code",
    header: W.code,
    value: ({ code }) => code,
    cell: ({ code }) => <code>{code}</code>,
  },
  {
    id: "template",
    header: W.template,
    value: ({ template, size }) => `${template}, ${W.sizes[size]}`,
    hidden: true,
  },
  {
    id: "progress",
    header: W.progress,
    value: ({ people, left }) => people - left,
    cell: (row) => <Course row={row} />,
    width: 170,
  },
  figure("sent", W.sent, W.sentMeaning, ({ sent }) => sent),
  figure("blocked", W.blocked, W.blockedMeaning, ({ blocked }) => blocked),
  figure("failed", W.failed, W.failedMeaning, ({ failed }) => failed),
  figure("clicked", W.clicked, W.clickedMeaning, ({ clicked }) => clicked),
  {
    id: "made",
    header: W.made,
    value: ({ madeAt }) => madeAt,
    cell: ({ madeAt }) => <Time value={madeAt} />,
    sort: "made",
    hidden: true,
  },
  { id: "by", header: W.by, value: ({ madeBy }) => madeBy, hidden: true },
];

function figure(
  id: string,
  header: string,
  meaning: string,
  of: (row: BroadcastRow) => number,
): Column<BroadcastRow> {
  return { id, header, meaning, value: of, cell: (row) => <Count value={of(row)} />, align: "end" };
}

/** Pictures that went to many people, with how far each is. */
export function BroadcastList() {
  const source = useServerRows<BroadcastRow>(
    BROADCASTS,
    { sort: "made", order: "desc" },
    {},
    { topics: ["broadcasts"], every: LOOK_MS, limit: 20 },
  );
  const create = useMay("member") ? (
    <LinkButton to="/coupon-broadcasts/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {W.create}
    </LinkButton>
  ) : null;
  return (
    <Page title={W.title} intro={W.intro} actions={create} wide>
      <DataTable
        id="coupon-broadcasts"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        // Who got it, and what they pressed.
        to={({ journeysId }) => `/broadcasts/${journeysId}`}
        acts={(row) => <RowActs row={row} />}
        empty={
          <Empty icon={<IconBroadcast size={32} stroke={1.5} />} title={W.emptyTitle} action={create}>
            {W.emptyText}
          </Empty>
        }
      />
    </Page>
  );
}

function Course({ row: { state, startsAt, people, left, secondsLeft } }: { row: BroadcastRow }) {
  if (state === "scheduled")
    return (
      <Text size="sm">
        {W.goesOut} <Time value={startsAt} />
      </Text>
    );
  const share = people === 0 ? (state === "done" ? 100 : 0) : ((people - left) / people) * 100;
  return (
    <>
      <Progress.Root size="sm" transitionDuration={0}>
        <Progress.Section value={share} aria-label={W.progress} />
      </Progress.Root>
      <Text size="xs" c="dimmed" className="figure">
        {W.progressOf(people - left, people)}
        {state === "sending" && secondsLeft !== null ? ` · ${W.left(lengthText(secondsLeft))}` : ""}
      </Text>
    </>
  );
}
