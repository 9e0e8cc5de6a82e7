import { deepestFall } from "./drawdown.ts";
import type { Outcome, Result } from "./result.ts";

/** A closed signal as statistics see it. */
export interface Trade extends Result {
  /** Milliseconds since the epoch. */
  openedAt: number;
  closedAt: number;
  ambiguous: boolean;
}

export interface Group {
  trades: number;
  winRate: number;
  totalR: number;
}

/** What statistics are made of, whoever added it up: this file, or the database over a tenant's signals. */
export interface Totals {
  trades: number;
  /** Signals that are still open, and therefore in none of the figures. */
  open: number;
  wins: number;
  losses: number;
  breakEvens: number;
  totalR: number;
  totalPips: number;
  /** Sum of the results above zero, and of those below it, both positive. */
  wonR: number;
  lostR: number;
  maxDrawdownR: number;
  /** The sample's standard deviation; null for fewer than two trades. */
  deviationR: number | null;
  /** Root mean square of the results below zero, over all trades; null where there are none. */
  downsideR: number | null;
  longestLosingRun: number;
  /** Trades whose exit a candle left undecided. */
  ambiguous: number;
  bySession: Record<string, Group>;
  byHour: Record<string, Group>;
  byWeekday: Record<string, Group>;
  byMonth: Record<string, Group>;
  /** Running total of R in order of closing. */
  equity: { time: string; r: number }[];
}

/** Statistics in R. What cannot be said of so few trades is null. Time-outs, losses and break-evens are all in it. */
export interface Summary extends Omit<Totals, "wonR" | "lostR" | "deviationR" | "downsideR"> {
  winRate: number | null;
  expectancyR: number | null;
  /** Won R over lost R. */
  profitFactor: number | null;
  /** Mean over the sample's standard deviation, per trade. */
  sharpe: number | null;
  /** Mean over the deviation of losses below zero, per trade. */
  sortino: number | null;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** `trades` in any order; groups go by the time of entry, UTC. */
export function summarize(trades: readonly Trade[], open: number): Summary {
  const closed = [...trades].sort((a, b) => a.closedAt - b.closedAt || a.openedAt - b.openedAt);
  const results = closed.map((trade) => trade.resultR);
  const count = (outcome: Outcome) => closed.filter((trade) => trade.outcome === outcome).length;
  const entry = (trade: Trade) => new Date(trade.openedAt);
  return summaryOf({
    trades: closed.length,
    open,
    wins: count("win"),
    losses: count("loss"),
    breakEvens: count("break-even"),
    totalR: sum(results),
    totalPips: sum(closed.map((trade) => trade.resultPips)),
    wonR: sum(results.filter((r) => r > 0)),
    lostR: -sum(results.filter((r) => r < 0)),
    maxDrawdownR: deepestFall(results),
    deviationR: deviation(results),
    downsideR: downside(results),
    longestLosingRun: longestRun(closed, "loss"),
    ambiguous: closed.filter((trade) => trade.ambiguous).length,
    bySession: groups(closed, (trade) => sessionOf(entry(trade).getUTCHours())),
    byHour: groups(closed, (trade) => hourName(entry(trade).getUTCHours())),
    byWeekday: groups(closed, (trade) => weekdayName(entry(trade).getUTCDay())),
    byMonth: groups(closed, (trade) => entry(trade).toISOString().slice(0, 7)),
    equity: equityOf(closed),
  });
}

/** The figures that follow from the totals. */
export function summaryOf({ wonR, lostR, deviationR, downsideR, ...totals }: Totals): Summary {
  const mean = ratio(totals.totalR, totals.trades);
  return {
    ...totals,
    winRate: ratio(totals.wins, totals.trades),
    expectancyR: mean,
    profitFactor: ratio(wonR, lostR),
    sharpe: mean === null ? null : ratio(mean, deviationR),
    sortino: mean === null ? null : ratio(mean, downsideR),
  };
}

export function hourName(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

/** `day` counts from Sunday, 0. */
export function weekdayName(day: number): string {
  return WEEKDAYS[day] ?? "";
}

/** Name of the trading session of a UTC hour. */
export function sessionOf(hour: number): string {
  if (hour < 7) return "Asia";
  if (hour < 12) return "London";
  return hour < 21 ? "New York" : "After hours";
}

function equityOf(closed: readonly Trade[]): Summary["equity"] {
  let r = 0;
  return closed.map((trade) => {
    r += trade.resultR;
    return { time: new Date(trade.closedAt).toISOString(), r };
  });
}

/** Most trades of one outcome one after the other. */
export function longestRun(closed: readonly Pick<Trade, "outcome">[], of: Outcome): number {
  let run = 0;
  let longest = 0;
  for (const { outcome } of closed) {
    run = outcome === of ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Trades by a name of theirs, in the names' order. */
export function groups<Member extends Result>(
  trades: readonly Member[],
  name: (trade: Member) => string,
): Record<string, Group> {
  const byName = new Map<string, Member[]>();
  for (const trade of trades) {
    const members = byName.get(name(trade));
    if (members) members.push(trade);
    else byName.set(name(trade), [trade]);
  }
  const entries = [...byName].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, members]) => [key, groupOf(members)]));
}

function groupOf(members: readonly Result[]): Group {
  const wins = members.filter((trade) => trade.outcome === "win").length;
  const totalR = sum(members.map((trade) => trade.resultR));
  return { trades: members.length, winRate: wins / members.length, totalR };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio(value: number, by: number | null): number | null {
  return by === null || !(by > 0) ? null : value / by;
}

/** The sample's standard deviation, null for fewer than two. */
function deviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

function downside(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Math.sqrt(sum(values.map((value) => Math.min(value, 0) ** 2)) / values.length);
}
