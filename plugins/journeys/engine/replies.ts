import type { Button, Value } from "../graph/parts.ts";
import type { StepOf } from "../graph/step.ts";
import { fits } from "../graph/wholeWord.ts";
import { checkAnswer } from "./answers.ts";
import { isHeldBack } from "./holdBack.ts";
import { fill } from "./lookup.ts";
import { buttonData, buttonKeys, type Key, renderContent } from "./messages.ts";
import { numberKeyboard } from "./numberKeyboard.ts";
import type { Answer } from "./session.ts";
import type { ReplyWait, Walk } from "./walk.ts";

/** Sends the question and waits. */
export function ask(walk: Walk, step: StepOf<"question">): void {
  if (isHeldBack(walk, step.content)) return;
  const keys = keysOf(walk, step);
  const number = numberKeyboard(step, keys, walk.world.person.language);
  walk.send(renderContent(step.content, keys, walk.session, walk.world, number));
  // What came before the question was asked is no answer to it.
  walk.session = { ...walk.session, tries: 1, kept: [], ...(number !== undefined && { keyboard: true }) };
  walk.waitForReply(step.timeout);
}

function keysOf(walk: Walk, step: StepOf<"question">): Key[] {
  return [
    ...choicesOf(walk, step).map(({ id, text }) => ({
      text,
      data: buttonData(walk.session.id, step.id, id),
    })),
    ...buttonKeys(step.content.buttons, step.id, walk.session, walk.world),
  ];
}

/** What a question lets choose from, in the words that the person sees. */
export function choicesOf(walk: Walk, { answer, choices = [] }: StepOf<"question">) {
  if (answer !== "choice") return [];
  return choices.map(({ id, text }) => ({ id, text: fill(text, walk.session, walk.world) }));
}

/** The button whose words these are: whoever writes them means to press it. */
export function buttonSaid(
  walk: Walk,
  { content }: StepOf<"message"> | StepOf<"question">,
  text: string,
): Button | undefined {
  const wanted = text.trim().toLowerCase();
  const says = (button: Button) => fill(button.text, walk.session, walk.world).trim().toLowerCase();
  return content.buttons.find((button) => button.does !== "link" && says(button) === wanted);
}

/** The answer that a button of a reply gives. */
export function replyOf(walk: Walk, { value, text }: Button): string {
  return value ?? fill(text, walk.session, walk.world);
}

export function waitForReply(walk: Walk, step: StepOf<"wait_for_reply">): void {
  const [earlier] = step.takesEarlier ? walk.session.kept : [];
  walk.waitForReply(step.timeout);
  if (earlier === undefined) return;
  walk.session = { ...walk.session, kept: walk.session.kept.slice(1) };
  takeReply(walk, step, earlier);
}

/** The whole answer to the step at which the walk stands. `reply` is the wait that goes on where it is not valid. */
export function answered(walk: Walk, answer: Answer, reply: ReplyWait): void {
  walk.session = { ...walk.session, buffer: [] };
  const step = walk.step();
  if (step?.kind === "wait_for_reply") takeReply(walk, step, answer);
  if (step?.kind !== "question") return;
  const checked = checkAnswer(
    { ...step, choices: choicesOf(walk, step) },
    answer,
    walk.world.person.language,
  );
  if ("value" in checked) accept(walk, step, checked.value, checked.choice);
  else refuse(walk, step, checked.problem, reply);
}

/** An answer that is valid: `choice` is the button of a choice that it fits. */
export function accept(walk: Walk, step: StepOf<"question">, value: Value, choice?: string): void {
  if (step.saveTo !== undefined) walk.save(step.saveTo, value);
  const own = choice === undefined ? "next" : `choice:${choice}`;
  walk.leave(step.exits[own] === undefined ? "next" : own);
}

function refuse(walk: Walk, step: StepOf<"question">, problem: string, reply: ReplyWait): void {
  if (walk.session.tries >= step.tries) {
    walk.leave("invalid");
    return;
  }
  const hint = step.hint === undefined || step.hint.trim() === "" ? problem : step.hint;
  const keyboard = numberKeyboard(step, keysOf(walk, step), walk.world.person.language);
  walk.send(renderContent({ text: hint, buttons: [] }, [], walk.session, walk.world, keyboard));
  walk.session = { ...walk.session, tries: walk.session.tries + 1 };
  walk.wait({ kind: "reply", ...reply });
}

function takeReply(walk: Walk, step: StepOf<"wait_for_reply">, answer: Answer): void {
  if (step.saveTo !== undefined) walk.save(step.saveTo, answer.file ?? answer.text);
  const text = answer.text.trim().toLowerCase();
  const branch = step.branches.find(({ words, match }) =>
    words.some((word) => fits(text, word.toLowerCase(), match)),
  );
  walk.leave(branch === undefined ? "next" : `branch:${branch.id}`);
}
