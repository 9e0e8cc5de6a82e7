import { type Part, parseTemplate, readTelegramHtml } from "@promostack/core";
import type { Journey } from "../journey.ts";
import { error, type Problem, type Rule, warning } from "./problem.ts";
import { contentOf, type Said, saidIn } from "./said.ts";

const LONGEST_TEXT = 4_096;
const LONGEST_CAPTION = 1_024;

/** What Telegram would refuse, with its variables filled in and without. */
export const TEXT_RULES: Rule[] = [braces, marks, lengths];

function braces(journey: Journey): Problem[] {
  return saidIn(journey).flatMap(({ step, field, text }) =>
    parseTemplate(text).problems.map(({ message, fix = "Correct the braces." }) =>
      error(message, fix, { step: step.id, field }),
    ),
  );
}

function marks(journey: Journey): Problem[] {
  return saidIn(journey)
    .filter(({ field }) => field === "content.text" || field === "hint")
    .flatMap(({ step, field, text }) => {
      const { parts } = parseTemplate(text);
      const readings = [drawn(parts, "x"), drawn(parts, "")].map((html) => readTelegramHtml(html));
      const broken = readings.find((read) => "problem" in read);
      if (broken === undefined || !("problem" in broken)) return [];
      const message = `Telegram would refuse the text: ${broken.problem}.`;
      return [
        error(message, "Correct the tag, and close it within the same block.", { step: step.id, field }),
      ];
    });
}

function lengths(journey: Journey): Problem[] {
  return saidIn(journey).flatMap((said) => {
    if (said.field === "content.text") return contentLength(said);
    if (said.field === "hint") return tooLong(said, LONGEST_TEXT);
    return [];
  });
}

function contentLength(said: Said): Problem[] {
  const media = contentOf(said.step)?.media;
  if (media !== undefined) return tooLong(said, LONGEST_CAPTION);
  const where = { step: said.step.id, field: said.field };
  const { parts } = parseTemplate(said.text);
  if (drawn(parts, "x").trim() === "") return [error("The message is empty.", "Write something.", where)];
  if (drawn(parts, "").trim() === "")
    return [
      warning(
        "The message may become empty, which Telegram refuses.",
        "Say what stands where a variable has no value: {name|there}.",
        where,
      ),
    ];
  return tooLong(said, LONGEST_TEXT);
}

function tooLong({ step, field, text }: Said, limit: number): Problem[] {
  const read = readTelegramHtml(drawn(parseTemplate(text).parts, ""));
  const length = "problem" in read ? 0 : read.text.length;
  if (length <= limit) return [];
  const what = limit === LONGEST_CAPTION ? "beside a file" : "in one message";
  const message = `The text has ${length} characters; Telegram takes ${limit} ${what}.`;
  return [error(message, `Shorten it by ${length - limit}, or make two messages.`, { step: step.id, field })];
}

/** A text where every variable has a value, or none has. */
function drawn(parts: readonly Part[], value: string): string {
  return parts
    .map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "value") return value === "" ? (part.fallback ?? "") : value;
      return (value !== "") === part.negated ? "" : drawn(part.parts, value);
    })
    .join("");
}
