import type { Direction } from "@promostack/core/strategy";
import { type Levels, riskOf, sideOf, WHOLE } from "../domain/levels.ts";
import type { Result } from "../domain/result.ts";
import type { Fill, Milestone } from "../domain/signal.ts";
import { TICKS_PER_PIP, toPrice } from "../domain/ticks.ts";

/** What a post may say: the signal's own numbers and nothing else. */
export interface SignalFacts extends Levels {
  symbol: string;
  reason: string | null;
  riskNote: string;
}

/** The opening post, as Telegram's HTML. */
export function openingText(facts: SignalFacts): string {
  const lines = [
    `<b>${word(facts.direction)} ${escapeHtml(facts.symbol)}</b>`,
    "",
    `Entry: <b>${price(facts.entry)}</b>`,
    `Stop: <b>${price(facts.stop)}</b> (${pips(riskOf(facts))} pips)`,
    ...facts.targets.map((target, index) => {
      const distance = (target - facts.entry) * sideOf(facts.direction);
      return `Target ${index + 1}: <b>${price(target)}</b> (${pips(distance)} pips, ${percent(facts.fractions[index] ?? 0)})`;
    }),
  ];
  if (facts.reason) lines.push("", escapeHtml(facts.reason));
  if (facts.riskNote) lines.push("", `<i>${escapeHtml(facts.riskNote)}</i>`);
  return lines.join("\n");
}

/** What is said on the way, without a fill. */
export function milestoneText(milestone: Milestone, { symbol, direction }: SignalFacts): string {
  const name = `${word(direction)} ${escapeHtml(symbol)}`;
  switch (milestone) {
    case "way40":
      return `${name}: 40 % of the way to target 1.`;
    case "way70":
      return `${name}: 70 % of the way to target 1.`;
    case "half2":
      return `${name}: half of the way from target 1 to target 2.`;
    case "risk60":
      return `${name}: 60 % of the way to the stop.`;
  }
}

/** A target that was reached while a part stays open; `stop` where it moved there. */
export function targetText(fill: Fill, stop: number | undefined, facts: SignalFacts): string {
  const number = fill.reason.slice("target".length);
  const gained = (fill.price - facts.entry) * sideOf(facts.direction);
  const lines = [
    `<b>Target ${number} reached</b> at ${price(fill.price)}: +${pips(gained)} pips on ${percent(fill.fraction)}.`,
  ];
  if (stop !== undefined) {
    lines.push(`Stop moves to ${price(stop)}${stop === facts.entry ? " (entry)" : ""}.`);
  }
  return lines.join("\n");
}

/** The end of a signal. Losses are said like wins. */
export function closingText(fill: Fill, result: Result, facts: SignalFacts): string {
  const how: Record<Fill["reason"], string> = {
    target1: "Target 1 reached",
    target2: "Target 2 reached",
    target3: "Target 3 reached",
    stop: "Stop reached",
    timeout: "Closed after its time was up",
    thesis: "Closed: its reason no longer holds",
    manual: "Closed by hand",
  };
  const outcome = result.outcome === "win" ? "Win" : result.outcome === "loss" ? "Loss" : "Break-even";
  return [
    `<b>${how[fill.reason]}</b> at ${price(fill.price)}.`,
    `${word(facts.direction)} ${escapeHtml(facts.symbol)} from ${price(facts.entry)}: <b>${outcome} ${signed(result.resultR, 2)} R</b> (${signed(result.resultPips, 1)} pips after spread).`,
  ].join("\n");
}

/** The thesis of an open signal changed. */
export function thesisText(
  thesis: "intact" | "weakening" | "broken",
  { symbol, direction }: SignalFacts,
): string {
  const name = `${word(direction)} ${escapeHtml(symbol)}`;
  if (thesis === "intact") return `${name}: the reason for the entry holds again.`;
  if (thesis === "weakening") return `${name}: the reason for the entry is weakening.`;
  return `${name}: the reason for the entry no longer holds.`;
}

/** Escapes text for Telegram's HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function word(direction: Direction): string {
  return direction === "buy" ? "BUY" : "SELL";
}

function price(ticks: number): string {
  return toPrice(ticks).toFixed(2);
}

function pips(ticks: number): string {
  return (ticks / TICKS_PER_PIP).toFixed(1);
}

function percent(fraction: number): string {
  return `${Number(((fraction / WHOLE) * 100).toFixed(1))} %`;
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 ? "−" : "+"}${text}`;
}
