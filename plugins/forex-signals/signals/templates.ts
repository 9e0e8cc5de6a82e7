import type { Direction } from "@promostack/core/strategy";
import type { Instrument } from "../domain/instrument.ts";
import { type Levels, riskOf, sideOf, WHOLE } from "../domain/levels.ts";
import type { Result } from "../domain/result.ts";
import type { Fill, Milestone } from "../domain/signal.ts";
import { formatPrice, toPips } from "../domain/ticks.ts";

/** What a post may say: the signal's own numbers and nothing else. */
export interface SignalFacts extends Levels {
  instrument: Instrument;
  reason: string | null;
  riskNote: string;
}

/** The opening post, as Telegram's HTML. */
export function openingText(facts: SignalFacts): string {
  const lines = [
    `<b>${word(facts.direction)} ${escapeHtml(facts.instrument.symbol)}</b>`,
    "",
    `Entry: <b>${formatPrice(facts.entry, facts.instrument)}</b>`,
    `Stop: <b>${formatPrice(facts.stop, facts.instrument)}</b> (${pips(riskOf(facts), facts.instrument)} pips)`,
    ...facts.targets.map((target, index) => {
      const distance = (target - facts.entry) * sideOf(facts.direction);
      return `Target ${index + 1}: <b>${formatPrice(target, facts.instrument)}</b> (${pips(distance, facts.instrument)} pips, ${percent(facts.fractions[index] ?? 0)})`;
    }),
  ];
  if (facts.reason) lines.push("", escapeHtml(facts.reason));
  if (facts.riskNote) lines.push("", `<i>${escapeHtml(facts.riskNote)}</i>`);
  return lines.join("\n");
}

/** What is said on the way, without a fill. */
export function milestoneText(
  milestone: Milestone,
  { instrument: { symbol }, direction }: SignalFacts,
): string {
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
    `<b>Target ${number} reached</b> at ${formatPrice(fill.price, facts.instrument)}: +${pips(gained, facts.instrument)} pips on ${percent(fill.fraction)}.`,
  ];
  if (stop !== undefined) {
    lines.push(
      `Stop moves to ${formatPrice(stop, facts.instrument)}${stop === facts.entry ? " (entry)" : ""}.`,
    );
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
    `<b>${how[fill.reason]}</b> at ${formatPrice(fill.price, facts.instrument)}.`,
    `${word(facts.direction)} ${escapeHtml(facts.instrument.symbol)} from ${formatPrice(facts.entry, facts.instrument)}: <b>${outcome} ${signed(result.resultR, 2)} R</b> (${signed(result.resultPips, 1)} pips after spread).`,
  ].join("\n");
}

/** The thesis of an open signal changed. */
export function thesisText(
  thesis: "intact" | "weakening" | "broken",
  { instrument: { symbol }, direction }: SignalFacts,
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

function pips(ticks: number, instrument: Instrument): string {
  return toPips(ticks, instrument).toFixed(1);
}

function percent(fraction: number): string {
  return `${Number(((fraction / WHOLE) * 100).toFixed(1))} %`;
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return `${value < 0 ? "−" : "+"}${text}`;
}
