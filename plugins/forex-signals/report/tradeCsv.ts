import type { ReportTrade } from "./api.ts";

const COLUMNS = [
  "opened",
  "closed",
  "symbol",
  "direction",
  "entry",
  "stop",
  "target1",
  "target2",
  "target3",
  "exits",
  "outcome",
  "result_r",
  "result_pips",
  "ambiguous",
  "signal",
];

/** Trades as RFC 4180, in the order given: ISO times in UTC, prices of the quote currency. No value needs quotes but a symbol that has a comma. */
export function tradeCsv(trades: readonly Omit<ReportTrade, "adverseR" | "favourableR">[]): string {
  const rows = trades.map((trade) => [
    trade.time,
    trade.closedAt ?? "",
    quoted(trade.symbol ?? ""),
    trade.direction,
    trade.entry,
    trade.stop,
    ...[0, 1, 2].map((index) => trade.targets[index] ?? ""),
    trade.fills.map(({ reason, fraction, price }) => `${reason} ${percent(fraction)} at ${price}`).join("; "),
    trade.outcome ?? "open",
    trade.resultR === null ? "" : Number(trade.resultR.toFixed(6)),
    trade.resultPips === null ? "" : Number(trade.resultPips.toFixed(3)),
    trade.ambiguous,
    trade.id ?? "",
  ]);
  return [COLUMNS, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("");
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(2))}%`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
