import { namesOf, parseTemplate } from "@promostack/core";
import type { Button } from "../parts.ts";
import type { Step } from "../step.ts";
import { error, type Problem, type Rule, repeated, warning } from "./problem.ts";
import { contentOf } from "./said.ts";

/** Files and buttons of messages. */
export const CONTENT_RULES: Rule[] = [
  ({ steps }) => steps.flatMap(media),
  ({ steps }) => steps.flatMap((step) => buttonsOf(step).flatMap((button, at) => address(step, button, at))),
  ({ steps }) => steps.flatMap((step) => buttonsOf(step).flatMap((button, at) => leads(step, button, at))),
  ({ steps }) => steps.flatMap(sameWords),
];

function buttonsOf(step: Step): readonly Button[] {
  return contentOf(step)?.buttons ?? [];
}

function media(step: Step): Problem[] {
  if (contentOf(step)?.media?.file !== "") return [];
  const where = { step: step.id, field: "content.media" };
  return [error("No file has been chosen.", "Choose one, or make it a message of text alone.", where)];
}

function address(step: Step, { does, url = "", text }: Button, index: number): Problem[] {
  if (does !== "link") return [];
  const where = { step: step.id, field: `content.buttons.${index}.url` };
  if (url.trim() === "")
    return [error(`The button “${text}” has no address.`, "Enter where it leads.", where)];
  return isAddress(url)
    ? []
    : [
        error(
          `The button “${text}” has an address that does not open.`,
          "Write it whole: https://example.com.",
          where,
        ),
      ];
}

/** What Telegram opens from a button. An address may come from a variable as a whole. */
function isAddress(url: string): boolean {
  const { parts } = parseTemplate(url);
  if (parts[0]?.kind === "value") return true;
  const names = namesOf(parts).length > 0;
  const filled = names ? parts.map((part) => (part.kind === "text" ? part.text : "x")).join("") : url;
  if (!/^(https?|tg):\/\/\S+$/i.test(filled) || !URL.canParse(filled)) return false;
  const { protocol, hostname } = new URL(filled);
  return protocol === "tg:" || /^[^.]+(\.[^.]+)+$/.test(hostname);
}

function leads(step: Step, { id, does, text }: Button, index: number): Problem[] {
  if (does !== "next" || step.exits[`button:${id}`] !== undefined) return [];
  const where = { step: step.id, field: `content.buttons.${index}` };
  return [
    error(`The button “${text}” leads nowhere.`, "Connect it to a step, or give it an address.", where),
  ];
}

/** Whoever writes a button's words instead of pressing it must mean one. */
function sameWords(step: Step): Problem[] {
  const texts = buttonsOf(step).map(({ text }) => text.trim().toLowerCase());
  return repeated(texts.filter((text) => text !== "")).map((text) =>
    warning(`Two buttons say “${text}”.`, "Word them differently.", {
      step: step.id,
      field: "content.buttons",
    }),
  );
}
