import { type Column, PageLink, Price, Side, Time } from "@promostack/web/kit";
import type { Refusal } from "../../api.ts";
import { reasons, reasonTitle, words as W } from "./texts.ts";

export const COLUMNS: Column<Refusal>[] = [
  {
    id: "candidate",
    header: W.signal,
    value: ({ direction, symbol }) => `${direction} ${symbol}`,
    cell: ({ direction, symbol }) => (
      <>
        <Side direction={direction} /> {symbol}
      </>
    ),
    sort: "candidate",
    phone: "title",
  },
  {
    id: "reason",
    header: W.reason,
    value: ({ reason }) => reasonTitle(reason),
    sort: "reason",
    phone: "corner",
  },
  {
    id: "time",
    header: W.time,
    value: ({ time }) => time,
    cell: ({ time }) => <Time value={time} />,
    sort: "time",
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
    id: "detail",
    header: W.detail,
    value: detailOf,
    cell: (refusal) => (
      <span style={{ whiteSpace: "normal" }}>
        {detailOf(refusal)}{" "}
        {reasons[refusal.reason]?.setting ? (
          <PageLink to="/plugins/forex-signals">{W.change}</PageLink>
        ) : null}
      </span>
    ),
  },
  { id: "strategy", header: W.strategy, value: ({ strategy }) => strategy, sort: "strategy", hidden: true },
];

/** Why, with the figures where they were recorded. */
function detailOf({ reason, seen, allowed }: Refusal): string {
  const meaning = reasons[reason]?.meaning ?? "";
  return seen === null || allowed === null ? meaning : W.seen(meaning, seen, allowed);
}
