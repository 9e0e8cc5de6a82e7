import type { Journey } from "../graph/journey.ts";
import type { Step } from "../graph/step.ts";

/** What the property tests do to a walk. */
export type Act =
  | { does: "say"; text: string }
  | { does: "press"; step: string; button: string }
  | { does: "wait"; ms: number }
  | { does: "result"; exit: string; stale: boolean }
  | { does: "stop" };

type BranchOf = (step: Extract<Step, { kind: "split" }>) => string;

/**
 * A second, much smaller interpreter, written from the specification alone: no quiet hours, no cap, no facts, answers of one message.
 * It mutates itself, has no keys, no trail and no rendering. Where the engine disagrees with it, one of the two is wrong.
 */
export class Model {
  readonly #journey: Journey;
  readonly #branchOf: BranchOf;
  now = 0;
  at = "";
  ended = "";
  said: string[] = [];
  variables = new Map<string, unknown>();
  tags = new Set<string>();
  #hears = false;
  #asked = 0;
  #due = Number.POSITIVE_INFINITY;
  #onDue = "";
  #calls = false;
  #jumps = new Map<string, number>();
  #steps = 0;

  constructor(journey: Journey, branchOf: BranchOf) {
    this.#journey = journey;
    this.#branchOf = branchOf;
  }

  enter(): void {
    this.#move(() => this.#go(this.#journey.start));
  }

  do(act: Act): void {
    if (act.does === "wait") this.now += act.ms;
    this.#move(() => {
      if (this.ended !== "") return;
      if (act.does === "stop") this.ended = "stopped";
      else if (act.does === "say") this.#hear(act.text);
      else if (act.does === "press") this.#press(act.step, act.button);
      else if (act.does === "result" && this.#calls && !act.stale) this.#leave(act.exit);
      else if (act.does === "wait" && this.#due <= this.now) this.#leave(this.#onDue);
    });
  }

  #move(work: () => void): void {
    this.said = [];
    this.#steps = 0;
    work();
  }

  #step(id = this.at): Step | undefined {
    return this.#journey.steps.find((step) => step.id === id);
  }

  #leave(exit: string): void {
    if (exit === "expire") this.ended = "expired";
    else {
      const to = this.#step()?.exits[exit];
      if (to !== undefined) this.#go(to);
      else this.ended = exit === "timeout" ? "expired" : exit === "failed" ? "failed" : "completed";
    }
  }

  #go(id: string): void {
    const step = this.#step(id);
    this.#hears = false;
    this.#calls = false;
    this.#due = Number.POSITIVE_INFINITY;
    this.#steps += 1;
    if (step !== undefined) this.at = id;
    if (step === undefined || this.#steps > 100) this.ended = "failed";
    else this.#run(step);
  }

  #listen(timeoutMs: number | undefined): void {
    this.#hears = true;
    this.#onDue = timeoutMs === undefined ? "expire" : "timeout";
    this.#due = this.now + (timeoutMs ?? this.#journey.rules.expiresAfterDays * 86_400_000);
  }

  #run(step: Step): void {
    switch (step.kind) {
      case "message":
        this.said.push(step.content.text);
        if (step.exits.next === undefined && step.content.buttons.length > 0) this.#listen(undefined);
        else this.#leave("next");
        return;
      case "question":
        this.said.push(step.content.text);
        this.#asked = 1;
        this.#listen(step.timeout && step.timeout.amount * 1_000);
        return;
      case "wait_for_reply":
        this.#listen(step.timeout && step.timeout.amount * 1_000);
        return;
      case "delay":
        this.#onDue = "next";
        this.#due = this.now + (step.wait.mode === "fixed" ? step.wait.time.amount * 1_000 : 0);
        return;
      case "condition": {
        const [rule] = step.when.rules;
        this.#leave(rule?.about === "tag" && this.tags.has(rule.tag) ? "yes" : "no");
        return;
      }
      case "split":
        this.#leave(`variant:${this.#branchOf(step)}`);
        return;
      case "tag":
        for (const tag of step.add) this.tags.add(tag);
        for (const tag of step.remove) this.tags.delete(tag);
        this.#leave("next");
        return;
      case "set":
        this.variables.set(step.target.name, Number(this.variables.get(step.target.name) ?? 0) + 1);
        this.#leave("next");
        return;
      case "action":
        this.#calls = true;
        return;
      case "goto": {
        const jumps = this.#jumps.get(step.id) ?? 0;
        if (jumps < step.most) this.#jumps.set(step.id, jumps + 1);
        this.#leave(jumps < step.most ? "next" : "over");
        return;
      }
      case "end":
        this.ended = "completed";
    }
  }

  #hear(text: string): void {
    const step = this.#step();
    if (!this.#hears || step === undefined) return;
    if (step.kind === "message" || step.kind === "question") {
      const button = step.content.buttons.find((each) => each.text === text);
      if (button !== undefined && step.exits[`button:${button.id}`] !== undefined)
        this.#leave(`button:${button.id}`);
      else if (step.kind === "question") this.#answer(step, text);
    } else if (step.kind === "wait_for_reply") {
      const branch = step.branches.find(({ words }) => words.includes(text));
      this.#leave(branch === undefined ? "next" : `branch:${branch.id}`);
    }
  }

  #answer(step: Extract<Step, { kind: "question" }>, text: string): void {
    const choice = step.choices?.find((each) => each.text === text);
    if (step.answer === "choice" ? choice !== undefined : /^\d+$/.test(text)) {
      this.variables.set("answer", step.answer === "choice" ? text : Number(text));
      const own = `choice:${choice?.id ?? ""}`;
      this.#leave(step.exits[own] === undefined ? "next" : own);
    } else if (this.#asked === step.tries) this.#leave("invalid");
    else {
      this.#asked += 1;
      this.said.push("hint");
    }
  }

  #press(id: string, button: string): void {
    const step = this.#step(id);
    if (step?.kind === "question" && step.choices?.some((each) => each.id === button)) {
      if (this.at === id && this.#hears)
        this.#answer(step, step.choices.find((each) => each.id === button)?.text ?? "");
    } else if (step?.kind === "question" || step?.kind === "message") {
      const to = step.exits[`button:${button}`];
      if (step.content.buttons.some((each) => each.id === button) && to !== undefined) this.#go(to);
    }
  }
}
