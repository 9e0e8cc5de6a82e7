import {
  namesOf,
  type Part,
  PlatformError,
  parseTemplate,
  readTelegramHtml,
  type Transaction,
} from "@promostack/core";
import { BUILT_IN_VARIABLES, type Content } from "../graph/parts.ts";
import type { Plan } from "./plan.ts";
import { isPast } from "./timing.ts";

export interface PlanProblem {
  field: string;
  message: string;
}

const LONGEST_TEXT = 4_096;
const LONGEST_CAPTION = 1_024;

/** Everything that keeps a broadcast from being sent, beside the field that it is about. */
export async function planProblems(
  trx: Transaction,
  plan: Plan,
  { timezone, now }: { timezone: string; now: Date },
): Promise<PlanProblem[]> {
  const problems = await contentProblems(trx, plan.content);
  for (const button of plan.content.buttons) {
    if (button.does !== "next") continue;
    const door = plan.doors[button.id];
    const open = door !== undefined && (await isOpen(trx, door));
    if (!open)
      problems.push({
        field: `content.buttons.${button.id}`,
        message:
          door === undefined
            ? `Choose the journey that “${button.text}” leads into.`
            : `The journey behind “${button.text}” is not published, or is not entered by a broadcast's button.`,
      });
  }
  if (plan.audience.kind === "segment") {
    const known = await trx.one("select from segment where id = $1", [plan.audience.segment]);
    if (known === undefined) problems.push({ field: "audience", message: "This segment was deleted." });
  }
  if (isPast(plan.when, timezone, now)) problems.push({ field: "when", message: "This time has passed." });
  return problems;
}

/** What is wrong with what it says. */
export async function contentProblems(trx: Transaction, content: Content): Promise<PlanProblem[]> {
  const problems: PlanProblem[] = [];
  const { media, text } = content;
  const say = (field: string, message: string) => problems.push({ field, message });
  const { parts, problems: broken } = parseTemplate(text);
  const [first] = broken;
  if (first !== undefined) say("content.text", first.message);
  const plain = readTelegramHtml(sample(parts));
  if ("problem" in plain) say("content.text", plain.problem);
  else if (plain.text.trim() === "" && media === undefined)
    say("content.text", "Write something, or add a file.");
  else if (plain.text.length > (media === undefined ? LONGEST_TEXT : LONGEST_CAPTION))
    say(
      "content.text",
      media === undefined
        ? `Telegram takes ${LONGEST_TEXT} characters.`
        : `Telegram takes ${LONGEST_CAPTION} characters under a file.`,
    );
  if (media?.file === "") say("content.media", "No file has been chosen.");
  for (const { id, text: label, does, url = "" } of content.buttons) {
    if (does === "reply")
      say(`content.buttons.${id}`, "A broadcast waits for no reply: lead into a journey.");
    if (does === "link" && !isAddress(url))
      say(`content.buttons.${id}`, `“${label}” needs an address such as https://example.com.`);
  }
  const texts = [text, ...content.buttons.flatMap(({ text: label, url = "" }) => [label, url])];
  const unknown = await unknownField(
    trx,
    texts.flatMap((each) => namesOf(parseTemplate(each).parts)).map(({ name }) => name),
  );
  if (unknown !== undefined) say("content.text", `Nobody has a field {${unknown}}.`);
  return problems;
}

function isAddress(url: string): boolean {
  const { parts } = parseTemplate(url);
  const filled = sample(parts);
  return parts[0]?.kind === "value" || (/^(https?|tg):\/\/\S+$/i.test(filled) && URL.canParse(filled));
}

/** The first name that is neither everybody's nor a custom field. */
async function unknownField(trx: Transaction, names: readonly string[]): Promise<string | undefined> {
  const asked = names.filter((name) => !BUILT_IN_VARIABLES.some((each) => each === name));
  if (asked.length === 0) return undefined;
  const row = await trx.one<{ name: string }>(
    `select n as name from unnest($1::text[]) n where not exists (select from person_field f where f.name = n)
       and not exists (select from person p where p.fields ? n) limit 1`,
    [asked],
  );
  return row?.name;
}

/** The text with something in place of its variables. */
function sample(parts: readonly Part[]): string {
  return parts
    .map((part) => (part.kind === "text" ? part.text : part.kind === "value" ? "x" : sample(part.parts)))
    .join("");
}

async function isOpen(trx: Transaction, journeyId: string): Promise<boolean> {
  const row = await trx.one(
    "select from trigger where journey_id = $1 and kind = 'broadcast_button' limit 1",
    [journeyId],
  );
  return row !== undefined;
}

/** Raises `broadcast.not_ready` with what is to be done, field by field. */
export function refuseProblems(problems: readonly PlanProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new PlatformError(first.message, {
    code: "broadcast.not_ready",
    status: 422,
    hint: "Correct what is marked, then send.",
    details: { fields: [...problems] },
  });
}
