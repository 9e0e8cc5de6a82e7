import { exitsOf } from "../graph/exits.ts";
import type { Journey } from "../graph/journey.ts";
import type { Step } from "../graph/step.ts";
import { does } from "./behaviour.ts";
import type { Input, Move } from "./move.ts";
import { accept, answered, buttonSaid, choicesOf, replyOf } from "./replies.ts";
import type { Answer, Session, Wait } from "./session.ts";
import { Walk } from "./walk.ts";
import type { World } from "./world.ts";

/**
 * Moves a session by one input: walks on until something must be waited for, and answers what is to be written with it. Pure: the
 * same journey, session, input and world make the same move, and nothing given is changed. An input that the session does not wait
 * for makes a move that changes nothing but what it keeps; `seq` counts every move that was made.
 */
export function advance(journey: Journey, session: Session, input: Input, world: World): Move {
  const walk = new Walk(journey, session, world, does);
  if (session.end === null) take(walk, input);
  return walk.move();
}

function take(walk: Walk, input: Input): void {
  const { wait } = walk.session;
  switch (input.kind) {
    case "enter":
      if (walk.session.step === "" && wait === null) walk.goOn(walk.journey.start);
      return;
    case "end":
      walk.finish(input.end);
      return;
    case "due":
      takeDue(walk);
      return;
    case "answer":
      takeAnswer(walk, input.answer);
      return;
    case "press":
      takePress(walk, input);
      return;
    case "result": {
      const step = walk.step();
      if (wait?.kind !== "call" || wait.call !== input.call || step?.kind !== "action") return;
      const prefix = step.prefix === undefined ? "" : `${step.prefix}_`;
      for (const [name, value] of Object.entries(input.values ?? {}))
        walk.save({ scope: "journey", name: `${prefix}${name}` }, value);
      // An outcome that the action has learnt since, and this version has no exit for.
      const strange = !exitsOf(step).some(({ key }) => key === input.exit);
      const error = strange ? "The action ended in a way that this version does not know." : input.error;
      if (error !== undefined) walk.save({ scope: "journey", name: "error" }, error);
      walk.leave(strange ? "failed" : input.exit);
      return;
    }
    case "facts":
      if (wait?.kind === "call" && wait.call === input.call) walk.again();
      return;
  }
}

function takeDue(walk: Walk): void {
  const { wait } = walk.session;
  if (wait === null || !("due" in wait) || wait.due > walk.world.now) return;
  switch (wait.kind) {
    case "delay":
      walk.leave("next");
      return;
    case "parked":
      walk.again();
      return;
    case "collect":
      answered(walk, joined(walk.session.buffer), wait.reply);
      return;
    case "reply":
      if (wait.onDue === "timeout") walk.leave("timeout");
      else walk.finish({ state: "expired", outcome: "no reply" });
  }
}

function takeAnswer(walk: Walk, answer: Answer): void {
  const { wait } = walk.session;
  const step = walk.step();
  if ((wait?.kind !== "reply" && wait?.kind !== "collect") || step === undefined) {
    walk.keep(answer);
    return;
  }
  if (step.kind === "message" || step.kind === "question") {
    const button = buttonSaid(walk, step, answer.text);
    if (button?.does === "next" && step.exits[`button:${button.id}`] !== undefined) {
      walk.leave(`button:${button.id}`);
      return;
    }
    if (step.kind === "message") {
      walk.keep(answer);
      return;
    }
    if (button?.does === "reply") {
      receive(walk, step, { ...answer, text: replyOf(walk, button) }, wait);
      return;
    }
  }
  receive(walk, step, answer, wait);
}

/** An answer to a step that waits for one: at once, or when the messages that may belong to it have come. */
function receive(
  walk: Walk,
  step: Step,
  answer: Answer,
  wait: Extract<Wait, { kind: "reply" | "collect" }>,
): void {
  const seconds = collecting(step);
  const reply = wait.kind === "collect" ? wait.reply : wait;
  if (seconds === undefined) answered(walk, answer, reply);
  else walk.collect(answer, seconds, { due: reply.due, onDue: reply.onDue });
}

function collecting(step: Step): number | undefined {
  return step.kind === "question" || step.kind === "wait_for_reply" ? step.collectSeconds : undefined;
}

/** Several messages as one answer: their texts in lines, the first file. */
function joined(parts: readonly Answer[]): Answer {
  const [first] = parts;
  if (first === undefined) return { at: 0, kind: "text", text: "" };
  const file = parts.find((part) => part.file !== undefined)?.file;
  const text = parts
    .map((part) => part.text)
    .filter((each) => each !== "")
    .join("\n");
  return { ...first, text, ...(file !== undefined && { file }) };
}

function takePress(walk: Walk, press: Extract<Input, { kind: "press" }>): void {
  const of = walk.stepById(press.step);
  const { wait, step: here } = walk.session;
  const waits = wait?.kind === "reply" || wait?.kind === "collect";
  if (of?.kind === "question") {
    const choice = choicesOf(walk, of).find(({ id }) => id === press.button);
    if (choice !== undefined) {
      if (here === of.id && waits) accept(walk, of, choice.text, choice.id);
      else walk.notice = "over";
      return;
    }
  }
  if (of?.kind !== "question" && of?.kind !== "message") {
    walk.notice = "over";
    return;
  }
  const button = of.content.buttons.find(({ id }) => id === press.button);
  if (button?.does === "next" && of.exits[`button:${button.id}`] !== undefined) {
    // Also on an older message: the walk goes where the button leads.
    if (here === of.id) walk.leave(`button:${button.id}`);
    else walk.jump(of, `button:${button.id}`);
  } else if (button?.does === "reply") {
    takeAnswer(walk, { at: press.at, kind: "text", text: replyOf(walk, button) });
  } else walk.notice = "over";
}
