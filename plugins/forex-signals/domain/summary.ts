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

/** Statistics in R. What cannot be said of so few trades is null. Time-outs, losses and break-evens are all in it. */
export interface Summary {
  trades: number;
  /** Signals that are still open, and therefore in none of the figures. */
  open: number;
  wins: number;
  losses: number;
  breakEvens: number;
  winRate: number | null;
  totalR: number;
  totalPips: number;
  expectancyR: number | null;
  /** Won R over lost R. */
  profitFactor: number | null;
  maxDrawdownR: number;
  /** Mean over the sample's standard deviation, per trade. */
  sharpe: number | null;
  /** Mean over the deviation of losses below zero, per trade. */
  sortino: number | null;
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

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** `trades` in any order; groups go by the time of entry, UTC. */
export function summarize(trades: readonly Trade[], open: number): Summary {
  const closed = [...trades].sort((a, b) => a.closedAt - b.closedAt || a.openedAt - b.openedAt);
  const results = closed.map((trade) => trade.resultR);
  const total = sum(results);
  const mean = ratio(total, closed.length);
  const count = (outcome: Outcome) => closed.filter((trade) => trade.outcome === outcome).length;
  const wins = count("win");
  const curve = equityOf(closed);
  const entry = (trade: Trade) => new Date(trade.openedAt);
  return {
    trades: closed.length,
    open,
    wins,
    losses: count("loss"),
    breakEvens: count("break-even"),
    winRate: ratio(wins, closed.length),
    totalR: total,
    totalPips: sum(closed.map((trade) => trade.resultPips)),
    expectancyR: mean,
    profitFactor: ratio(sum(results.filter((r) => r > 0)), -sum(results.filter((r) => r < 0))),
    maxDrawdownR: deepestFall(results),
    sharpe: mean === null ? null : ratio(mean, deviation(results, mean)),
    sortino: mean === null ? null : ratio(mean, downside(results)),
    longestLosingRun: longestRun(closed, "loss"),
    ambiguous: closed.filter((trade) => trade.ambiguous).length,
    bySession: groups(closed, (trade) => sessionOf(entry(trade).getUTCHours())),
    byHour: groups(closed, (trade) => `${String(entry(trade).getUTCHours()).padStart(2, "0")}:00`),
    byWeekday: groups(closed, (trade) => WEEKDAYS[entry(trade).getUTCDay()] ?? ""),
    byMonth: groups(closed, (trade) => entry(trade).toISOString().slice(0, 7)),
    equity: curve,
  };
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
function deviation(values: readonly number[], mean: number): number | null {
  if (values.length < 2) return null;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

function downside(values: readonly number[]): number {
  return Math.sqrt(sum(values.map((value) => Math.min(value, 0) ** 2)) / values.length);
}
