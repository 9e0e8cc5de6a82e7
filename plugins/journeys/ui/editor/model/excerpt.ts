import type { Duration } from "../../../graph/parts.ts";
import type { Rule } from "../../../graph/rule.ts";
import type { Step } from "../../../graph/step.ts";
import { words as W } from "../texts.ts";

/** What a step does, in a line for its card; empty where nothing has been filled in yet. Message texts are shown as such. */
export function excerptOf(step: Step): string {
  switch (step.kind) {
    case "message":
      return step.content.text;
    case "question":
      return step.content.text;
    case "delay":
      return delayText(step.wait);
    case "wait_for_reply":
      return step.timeout === undefined ? W.card.anyReply : W.card.replyWithin(durationText(step.timeout));
    case "condition":
      return step.when.rules.map(ruleText).join(step.when.match === "all" ? W.card.and : W.card.or);
    case "split":
      return W.card.split(step.variants.length);
    case "tag":
      return [...step.add.map((tag) => `+ ${tag}`), ...step.remove.map((tag) => `− ${tag}`)].join("  ");
    case "set": {
      const { name } = step.target;
      if (name === "") return "";
      if (step.does === "clear") return W.card.clears(name);
      return `${name} ${step.does === "add" ? "+=" : "="} ${step.value}`;
    }
    case "action":
      return step.action.replaceAll("-", " ");
    case "goto":
      return W.card.jumps(step.most);
    case "end":
      return step.outcome;
  }
}

export function durationText({ amount, unit }: Duration): string {
  return W.durations[unit](amount);
}

type Wait = Extract<Step, { kind: "delay" }>["wait"];

function delayText(wait: Wait): string {
  switch (wait.mode) {
    case "fixed":
      return durationText(wait.time);
    case "random":
      return W.card.between(durationText(wait.from), durationText(wait.to));
    case "until": {
      const days = (wait.weekdays ?? []).map((day) => W.weekdays[day - 1] ?? "").join(", ");
      return W.card.until(wait.time, days, wait.zone === "person");
    }
  }
}

export function ruleText(rule: Rule): string {
  switch (rule.about) {
    case "tag":
      return rule.has ? W.card.hasTag(rule.tag) : W.card.hasNoTag(rule.tag);
    case "membership":
      return rule.has ? W.card.isIn : W.card.isNotIn;
    case "variable":
      return compared(rule.name, rule);
    case "language":
      return compared(W.about.language.toLowerCase(), rule);
    case "source":
      return compared(W.about.source.toLowerCase(), rule);
    case "fact":
      return compared(rule.fact, rule);
  }
}

function compared(
  name: string,
  { comparison, value }: { comparison: keyof typeof W.comparisons; value?: unknown },
): string {
  const asked = `${name === "" ? "…" : name} ${W.comparisons[comparison]}`;
  return comparison === "known" || comparison === "unknown" ? asked : `${asked} ${String(value ?? "…")}`;
}
