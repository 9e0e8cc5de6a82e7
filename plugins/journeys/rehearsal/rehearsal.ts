import { escapeTelegramHtml } from "@promostack/core";
import { advance } from "../engine/advance.ts";
import { toGoal } from "../engine/goal.ts";
import type { Effect, Input, Move, Visit } from "../engine/move.ts";
import { dueOf, type End, newSession } from "../engine/session.ts";
import type { PersonFacts, World } from "../engine/world.ts";
import type { Journey } from "../graph/journey.ts";
import type { TenantFacts } from "../run/tenantFacts.ts";
import type {
  RehearsalCall,
  RehearsalInput,
  RehearsalNote,
  RehearsalState,
  RehearsalWaits,
  Rehearsed,
} from "./api.ts";
import { SAMPLE_PERSON } from "./samplePerson.ts";
import { shownMessages } from "./shownMessages.ts";

/** What the rehearsal takes from outside. */
export interface Stage {
  /** Milliseconds of UTC. */
  now: number;
  /** Of a walk that begins: a UUID. It decides the branches of splits. */
  id: string;
  facts: Pick<TenantFacts, "timezone" | "quietHours" | "contributed" | "stopWords" | "stopReply">;
}

const MOST_TRAIL = 500;

/**
 * One step of a test chat, by the engine that walks real people. Stateless: the same draft, state, input and stage answer the same. An
 * input that does not fit what the walk waits for changes nothing.
 */
export function rehearse(
  journey: Journey,
  state: RehearsalState | null,
  input: RehearsalInput,
  stage: Stage,
): Rehearsed {
  const begun = input.kind === "enter" || state === null ? beginning(input, stage) : state;
  const before = input.kind === "skip" ? skipped(begun, stage) : begun;
  const now = stage.now + before.aheadMs;
  const heard = input.kind === "enter" || input.kind === "answer" || input.kind === "press";
  const ready: RehearsalState = {
    ...before,
    ...(heard && { heardAt: now }),
    ...(input.kind === "facts" && { facts: { ...before.facts, ...input.values } }),
  };
  const world = worldOf(ready, now, stage);
  if (stops(input, stage)) {
    const move = advance(journey, ready.session, { kind: "end", end: STOPPED }, world);
    const farewell = {
      id: "stop",
      step: ready.session.step,
      at: now,
      typingMs: 0,
      html: escapeTelegramHtml(stage.facts.stopReply),
      buttons: [],
    };
    return { ...shown(ready, move, now), messages: [farewell] };
  }
  const move = advance(journey, ready.session, asInput(input, ready, now), world);
  return shown(ready, toGoal(journey, move, world), now);
}

const STOPPED: End = { state: "stopped", outcome: "stopped by the person" };

function stops(input: RehearsalInput, { facts: { stopWords } }: Stage): boolean {
  if (input.kind !== "answer" || input.answer.kind !== "text") return false;
  const word = input.answer.text.trim().toLowerCase();
  return word === "/stop" || stopWords.includes(word);
}

function beginning(input: RehearsalInput, { now, id }: Stage): RehearsalState {
  const { person, variables = {} } = input.kind === "enter" ? input : {};
  const session = newSession({ id, journeyId: "rehearsal", personId: id });
  return {
    session: { ...session, variables },
    person: { ...SAMPLE_PERSON, ...person },
    aheadMs: 0,
    heardAt: now,
    call: null,
    facts: {},
    trail: [],
  };
}

function skipped(state: RehearsalState, { now }: Stage): RehearsalState {
  const due = dueOf(state.session) ?? 0;
  return { ...state, aheadMs: Math.max(state.aheadMs, due - now) };
}

function asInput(input: RehearsalInput, { session }: RehearsalState, now: number): Input {
  const call = session.wait?.kind === "call" ? session.wait.call : -1;
  switch (input.kind) {
    case "enter":
      return { kind: "enter" };
    case "answer":
      return { kind: "answer", answer: { ...input.answer, at: now } };
    case "press":
      return { ...input, at: now };
    case "skip":
      return { kind: "due" };
    case "result": {
      const { kind, exit, values, error } = input;
      return {
        kind,
        call,
        exit,
        ...(values !== undefined && { values }),
        ...(error !== undefined && { error }),
      };
    }
    case "facts":
      return { kind: "facts", call };
  }
}

function worldOf({ person, session, heardAt, facts }: RehearsalState, now: number, stage: Stage): World {
  const { timezone, quietHours, contributed } = stage.facts;
  const walker: PersonFacts = { ...person, id: session.personId };
  return {
    now,
    timezone,
    person: walker,
    lastHeard: heardAt,
    facts,
    contributed,
    ...(quietHours !== undefined && { quietHours }),
  };
}

function shown(before: RehearsalState, move: Move, now: number): Rehearsed {
  const { session, effects, notice } = move;
  const waitsForCall = session.wait?.kind === "call";
  const state: RehearsalState = {
    ...before,
    session,
    person: effects.reduce(personAfter, before.person),
    call: waitsForCall ? (callOf(effects) ?? before.call) : null,
    trail: merged(before.trail, move.visits),
  };
  const kept = session.kept.length > before.session.kept.length;
  return {
    state,
    messages: shownMessages(effects, session.seq, now),
    notes: [
      ...effects.flatMap(noteOf),
      ...(notice === "over" ? [{ kind: "over" as const }] : []),
      ...(kept ? [{ kind: "kept" as const }] : []),
    ],
    waits: waitsOf(state),
    ended: session.end,
    at: now,
    trail: state.trail,
  };
}

function personAfter(person: RehearsalState["person"], effect: Effect): RehearsalState["person"] {
  if (effect.kind === "tag") {
    const tags = [...new Set([...person.tags, ...effect.add])].filter((tag) => !effect.remove.includes(tag));
    return { ...person, tags };
  }
  if (effect.kind !== "field") return person;
  const { [effect.name]: _, ...others } = person.fields;
  return { ...person, fields: effect.value === null ? others : { ...others, [effect.name]: effect.value } };
}

function callOf(effects: readonly Effect[]): RehearsalCall | undefined {
  return effects.find((effect) => effect.kind === "action" || effect.kind === "facts");
}

function noteOf(effect: Effect): RehearsalNote[] {
  return effect.kind === "tag" || effect.kind === "field" ? [effect] : [];
}

/** A stay that was known and has been left takes the place of what was known of it. */
function merged(trail: RehearsalState["trail"], visits: readonly Visit[]): RehearsalState["trail"] {
  const byNumber = new Map(trail.map((visit) => [visit.n, visit]));
  for (const visit of visits) {
    const known = byNumber.get(visit.n);
    byNumber.set(visit.n, known === undefined ? visit : { ...known, ...visit, enteredAt: known.enteredAt });
  }
  return [...byNumber.values()].slice(-MOST_TRAIL);
}

function waitsOf({ session: { wait, end } }: RehearsalState): RehearsalWaits | null {
  if (wait === null || end !== null) return null;
  switch (wait.kind) {
    case "delay":
      return { kind: "delay", until: wait.due };
    case "parked":
      return { kind: "parked", until: wait.due, why: wait.why };
    case "reply":
      return { kind: "reply", until: wait.due, onDue: wait.onDue };
    case "collect":
      return { kind: "collect", until: wait.due };
    case "call":
      return { kind: "call" };
  }
}
