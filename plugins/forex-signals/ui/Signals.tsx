import { Skeleton } from "@mantine/core";
import {
  type Column,
  DataTable,
  type Filter,
  LinkButton,
  Page,
  Pips,
  Price,
  RMultiple,
  Side,
  Time,
  useAddress,
  useResource,
  useServerRows,
  useStood,
} from "@promostack/web/kit";
import type { Feed, Signal } from "../api.ts";
import { PauseNotice } from "./acts/PauseNotice.tsx";
import { PauseSignals } from "./acts/PauseSignals.tsx";
import { FeedMark, FeedNotice } from "./FeedState.tsx";
import { usePrices } from "./livePrices.ts";
import { NarrowedTo } from "./NarrowedTo.tsx";
import { NoSignals } from "./NoSignals.tsx";
import { OpenSignals, useOpenSignals } from "./OpenSignals.tsx";
import { ReleaseNotice } from "./ReleaseNotice.tsx";
import { LatestRefusals } from "./refusals/LatestRefusals.tsx";
import { SummaryPanel, useSummary } from "./SummaryPanel.tsx";
import { reasonText, SignalState, Targets } from "./signalWords.tsx";
import { words as W } from "./texts.ts";

const BASE = "/api/p/forex-signals";

const FILTERS: Filter<Signal>[] = [
  {
    id: "status",
    label: W.status,
    options: Object.entries(W.statuses).map(([value, label]) => ({ value, label })),
  },
  {
    id: "outcome",
    label: W.outcome,
    options: Object.entries(W.outcomes).map(([value, label]) => ({ value, label })),
  },
  {
    id: "direction",
    label: W.direction,
    options: [
      { value: "buy", label: W.buy },
      { value: "sell", label: W.sell },
    ],
  },
  {
    id: "reason",
    label: W.reason,
    options: Object.entries(W.reasons).map(([value, label]) => ({ value, label })),
  },
];

const COLUMNS: Column<Signal>[] = [
  {
    id: "signal",
    header: W.signal,
    value: ({ direction, symbol }) => `${direction} ${symbol}`,
    cell: ({ direction, symbol }) => (
      <>
        <Side direction={direction} /> {symbol}
      </>
    ),
    sort: "signal",
    phone: "title",
  },
  {
    id: "state",
    header: W.outcome,
    value: ({ outcome, status }) => outcome ?? status,
    cell: (signal) => <SignalState signal={signal} />,
    sort: "state",
    phone: "corner",
  },
  {
    id: "r",
    header: W.result,
    meaning: W.resultMeaning,
    value: ({ resultR }) => resultR,
    cell: ({ resultR }) => <RMultiple value={resultR} />,
    sort: "r",
    align: "end",
  },
  {
    id: "pips",
    header: W.pips,
    meaning: W.pipsMeaning,
    value: ({ resultPips }) => resultPips,
    cell: ({ resultPips }) => <Pips value={resultPips} />,
    sort: "pips",
    align: "end",
  },
  {
    id: "entry",
    header: W.entry,
    value: ({ entry }) => entry,
    cell: ({ entry, digits }) => <Price value={entry} decimals={digits} />,
    sort: "entry",
    align: "end",
  },
  {
    id: "stop",
    header: W.stop,
    value: ({ effectiveStop }) => effectiveStop,
    // The stop moves with the targets that were hit, which the list does not know before it is read.
    cell: ({ effectiveStop, digits }) => <Price value={effectiveStop} decimals={digits} />,
    align: "end",
    hidden: true,
  },
  {
    id: "targets",
    header: W.targets,
    value: ({ targets }) => targets.join(" / "),
    cell: (signal) => <Targets signal={signal} />,
  },
  {
    id: "opened",
    header: W.opened,
    value: ({ openedAt }) => openedAt,
    cell: ({ openedAt }) => <Time value={openedAt} />,
    sort: "opened",
  },
  {
    id: "closed",
    header: W.closedAt,
    value: ({ closedAt }) => closedAt,
    cell: ({ closedAt }) => <Time value={closedAt} />,
    sort: "closed",
    hidden: true,
  },
  { id: "reason", header: W.reason, value: ({ closeReason }) => reasonText(closeReason), sort: "reason" },
  { id: "strategy", header: W.strategy, value: ({ strategy }) => strategy, sort: "strategy", hidden: true },
];

/** The tenant's signals: open ones on top, the track record, and every one of them. */
export function Signals() {
  const [words] = useAddress();
  const { status, outcome, direction, reason, strategy, symbol, from, to } = words;
  const source = useServerRows<Signal>(
    `${BASE}/signals`,
    { sort: "opened", order: "desc" },
    { status, outcome, direction, reason, strategy, symbol, from, to },
    { topics: ["signals"] },
  );
  const feed = useResource<Feed>(`${BASE}/feed`, {}, { topics: ["signals"], every: 15_000 });
  const prices = usePrices(feed.data);
  const summary = useSummary();
  const open = useOpenSignals();
  const stood = useStood(feed.isPending || summary.isPending || open.pending || source.pending);
  return (
    <Page
      title={W.title}
      intro={W.intro}
      mark={<FeedMark feed={feed.data} />}
      actions={
        <>
          <PauseSignals feed={feed.data} />
          <LinkButton to="/plugins/forex-signals" variant="default">
            {W.settings}
          </LinkButton>
        </>
      }
      wide
    >
      {stood ? (
        <>
          <ReleaseNotice />
          <PauseNotice feed={feed.data} />
          <FeedNotice feed={feed.data} prices={prices} />
          <OpenSignals prices={prices} />
          <SummaryPanel />
          <DataTable
            id="signals"
            label={W.closed}
            columns={COLUMNS}
            source={source}
            rowId={({ id }) => id}
            filters={FILTERS}
            tools={<NarrowedTo />}
            to={({ id }) => `/forex/${id}`}
            empty={<NoSignals />}
          />
          <LatestRefusals />
        </>
      ) : (
        <Skeleton h={480} />
      )}
    </Page>
  );
}
