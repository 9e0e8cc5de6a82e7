import type { Journey } from "../graph/journey.ts";
import { type Duration, milliseconds, type Target, type Value } from "../graph/parts.ts";
import type { Step } from "../graph/step.ts";
import type { Effect, Move, Visit } from "./move.ts";
import type { Answer, End, Session, Wait } from "./session.ts";
import type { FactName, World } from "./world.ts";

/** Steps of one move. A walk that goes further without waiting runs in a circle. */
const MOST_STEPS_A_MOVE = 100;
/** Messages kept for a step that may want them. */
const MOST_KEPT = 20;
const DAY = 86_400_000;

export type ReplyWait = { due: number; onDue: "timeout" | "expire" };
type Send = Pick<Extract<Effect, { kind: "send" }>, "method" | "payload">;

/** A move under way: the session as it stands by now, and what is to be written with it. What a step does is `does`. */
export class Walk {
  readonly journey: Journey;
  session: Session;
  world: World;
  notice: Move["notice"];
  readonly #does: (walk: Walk, step: Step) => void;
  readonly #effects: Effect[] = [];
  readonly #visits = new Map<number, Visit>();
  #walked = 0;
  #afterMs = 0;

  constructor(journey: Journey, session: Session, world: World, does: (walk: Walk, step: Step) => void) {
    this.journey = journey;
    this.session = { ...session, seq: session.seq + 1 };
    this.world = world;
    this.#does = does;
  }

  move(): Move {
    const { session, notice } = this;
    const visits = [...this.#visits.values()];
    return { session, effects: this.#effects, visits, ...(notice !== undefined && { notice }) };
  }

  stepById(id: string): Step | undefined {
    return stepsOf(this.journey).get(id);
  }

  /** The step it stands at. */
  step(): Step | undefined {
    return this.stepById(this.session.step);
  }

  /** Leaves the step by an exit and goes on where it leads; one that leads nowhere ends the walk. */
  leave(exit: string): void {
    this.#left(exit);
    const next = this.step()?.exits[exit];
    if (next !== undefined) this.goOn(next);
    else if (exit === "timeout") this.finish({ state: "expired", outcome: "no reply" });
    else if (exit === "failed") this.#failed(String(this.session.variables.error ?? "The action failed."));
    else this.finish({ state: "completed", outcome: exit === "next" ? "done" : exit });
  }

  /** Goes where a button of an earlier step leads. */
  jump(from: Step, exit: string): void {
    this.#left("jumped");
    this.goOn(from.exits[exit] ?? "");
  }

  /** Walks the step it stands at once more: what held it back is over, or what it asked for is there. */
  again(): void {
    const step = this.step();
    if (step === undefined) this.#lost();
    else this.#run(step);
  }

  goOn(id: string): void {
    const step = this.stepById(id);
    if (step === undefined) {
      this.#lost();
      return;
    }
    const n = this.session.visits + 1;
    this.session = { ...this.session, step: step.id, visits: n, tries: 0, buffer: [] };
    this.#visits.set(n, { n, step: step.id, enteredAt: this.world.now });
    this.#run(step);
  }

  finish(end: End): void {
    this.#left(end.state);
    this.session = { ...this.session, wait: null, buffer: [], kept: [], end };
  }

  wait(wait: Wait): void {
    this.session = { ...this.session, wait };
  }

  /** Waits for a reply: until the step's time-out, or until the walk expires. */
  waitForReply(timeout: Duration | undefined): void {
    const { now } = this.world;
    const expires = now + this.journey.rules.expiresAfterDays * DAY;
    if (timeout === undefined) this.wait({ kind: "reply", due: expires, onDue: "expire" });
    else this.wait({ kind: "reply", due: now + milliseconds(timeout), onDue: "timeout" });
  }

  /** Asks for facts that are not there yet, and waits for them; false where there are none to ask for. */
  asksFor(facts: FactName[]): boolean {
    if (facts.length === 0) return false;
    this.effect({ kind: "facts", step: this.session.step, facts });
    this.wait({ kind: "call", call: this.session.seq });
    return true;
  }

  send(message: Send): void {
    const { step } = this.session;
    this.effect({ kind: "send", step, ...this.#withoutKeyboard(message), afterMs: this.#afterMs });
  }

  /** What is sent from here on comes so much later. */
  pause(milliseconds: number): void {
    this.#afterMs += milliseconds;
  }

  effect(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** A message that nobody asked for goes out: one touch a move. */
  touch(): void {
    if (!this.#effects.some(({ kind }) => kind === "touch")) this.effect({ kind: "touch" });
  }

  get touched(): boolean {
    return this.#effects.some(({ kind }) => kind === "touch");
  }

  keep(answer: Answer): void {
    this.session = { ...this.session, kept: [...this.session.kept, answer].slice(-MOST_KEPT) };
  }

  /** Adds to an answer whose parts come one after the other. */
  collect(answer: Answer, seconds: number, reply: ReplyWait): void {
    this.session = { ...this.session, buffer: [...this.session.buffer, answer].slice(-MOST_KEPT) };
    this.wait({ kind: "collect", due: this.world.now + seconds * 1_000, reply });
  }

  /** Keeps a value where the step says; null clears it. */
  save({ scope, name }: Target, value: Value | null): void {
    if (scope === "journey") {
      this.session = { ...this.session, variables: changed(this.session.variables, name, value) };
      return;
    }
    const { person } = this.world;
    this.world = { ...this.world, person: { ...person, fields: changed(person.fields, name, value) } };
    this.effect({ kind: "field", name, value });
  }

  /** With the message that comes after them, the keys of a question that is over go. */
  #withoutKeyboard({ method, payload }: Send): Send {
    const { keyboard, ...session } = this.session;
    if (keyboard === undefined || method === "sendChatAction" || payload.reply_markup !== undefined)
      return { method, payload };
    this.session = session;
    return { method, payload: { ...payload, reply_markup: { remove_keyboard: true } } };
  }

  #run(step: Step): void {
    this.#walked += 1;
    this.session = { ...this.session, wait: null };
    if (this.#walked <= MOST_STEPS_A_MOVE) this.#does(this, step);
    else this.#failed("The steps run in a circle without a wait.");
  }

  #left(exit: string): void {
    const { visits: n, step } = this.session;
    if (n === 0) return;
    const visit = this.#visits.get(n) ?? { n, step, enteredAt: this.world.now };
    if (visit.left === undefined) this.#visits.set(n, { ...visit, left: { at: this.world.now, exit } });
  }

  #lost(): void {
    this.#failed("The step that comes next is not in the journey.");
  }

  #failed(error: string): void {
    this.finish({ state: "failed", outcome: "failed", error });
  }
}

function changed(
  values: Readonly<Record<string, Value>>,
  name: string,
  value: Value | null,
): Record<string, Value> {
  const { [name]: _, ...others } = values;
  return value === null ? others : { ...others, [name]: value };
}

const byId = new WeakMap<Journey, ReadonlyMap<string, Step>>();

function stepsOf(journey: Journey): ReadonlyMap<string, Step> {
  const known = byId.get(journey) ?? new Map(journey.steps.map((step) => [step.id, step]));
  byId.set(journey, known);
  return known;
}
