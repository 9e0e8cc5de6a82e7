import { advance } from "../engine/advance.ts";
import type { Input, Move } from "../engine/move.ts";
import { type Answer, newSession, type Session } from "../engine/session.ts";
import type { PersonFacts, World } from "../engine/world.ts";
import type { Journey } from "../graph/journey.ts";

export const NOON = Date.parse("2027-03-01T12:00:00Z");
const SESSION = "0190f3a0-0000-7000-8000-000000000001";

export const ANNA: PersonFacts = {
  id: "anna",
  firstName: "Anna",
  lastName: "",
  username: "anna",
  language: "es-MX",
  source: "spring",
  tags: [],
  fields: {},
  chats: ["-1001"],
};

/** Walks a journey as the run room does: session and person are what the last move left. */
export class Walker {
  readonly journey: Journey;
  world: World;
  session: Session;
  last: Move | undefined;

  constructor(journey: Journey, world: Partial<World> = {}, person: Partial<PersonFacts> = {}) {
    this.journey = journey;
    const whole = { now: NOON, timezone: "UTC", facts: {}, contributed: new Map(), ...world };
    this.world = { ...whole, person: { ...ANNA, ...person } };
    this.session = newSession({ id: SESSION, journeyId: "j", personId: this.world.person.id });
  }

  take(input: Input): this {
    this.last = advance(this.journey, this.session, input, this.world);
    this.session = this.last.session;
    for (const effect of this.last.effects) {
      const { person } = this.world;
      if (effect.kind === "tag") {
        const tags = [...person.tags, ...effect.add].filter((tag) => !effect.remove.includes(tag));
        this.world = { ...this.world, person: { ...person, tags: [...new Set(tags)] } };
      } else if (effect.kind === "field" && effect.value !== null) {
        const fields = { ...person.fields, [effect.name]: effect.value };
        this.world = { ...this.world, person: { ...person, fields } };
      }
    }
    return this;
  }

  enter(): this {
    return this.take({ kind: "enter" });
  }

  say(text: string, more: Partial<Answer> = {}): this {
    return this.take({ kind: "answer", answer: { at: this.world.now, kind: "text", text, ...more } });
  }

  press(step: string, button: string): this {
    return this.take({ kind: "press", step, button, at: this.world.now });
  }

  /** Puts the clock on, and tells the walk that its time has come. */
  after(milliseconds: number): this {
    this.world = { ...this.world, now: this.world.now + milliseconds };
    return this.take({ kind: "due" });
  }

  answerCall(
    exit: string,
    more: Omit<Extract<Input, { kind: "result" }>, "kind" | "call" | "exit"> = {},
  ): this {
    const { wait } = this.session;
    return this.take({ kind: "result", call: wait?.kind === "call" ? wait.call : -1, exit, ...more });
  }

  /** Texts of what the last move sent. */
  get said(): unknown[] {
    return (this.last?.effects ?? []).flatMap((effect) =>
      effect.kind === "send" ? [effect.payload.text ?? effect.payload.caption ?? effect.method] : [],
    );
  }

  /** Where it stands, or how it ended. */
  get place(): string {
    return this.session.end === null ? this.session.step : this.session.end.outcome;
  }

  /** When what it waits for is over, as ISO time. */
  get due(): string {
    const { wait } = this.session;
    return wait !== null && "due" in wait ? new Date(wait.due).toISOString() : "";
  }
}
