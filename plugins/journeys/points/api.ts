import type { Value } from "../graph/parts.ts";

/**
 * What other plugins add to journeys. They list the point under `contributes.extensions`, and `journeys` under `dependencies`:
 *
 * - `journeys.action` (an `ActionOffer`, with the method `run`): a step that does something and waits for the answer.
 * - `journeys.fact` (a `FactOffer`, with the method `read`): something known about a person, for conditions and texts.
 * - `journeys.trigger` (a `TriggerOffer`): something that lets people into journeys, or ends them as a goal. It is told by the service
 *   `journeys.conversations@1`.
 */
export interface ActionOffer {
  /** Unique in its plugin, such as `send-coupon`. */
  name: string;
  title: string;
  description?: string;
  /** Tabler icon. */
  icon?: string;
  /**
   * JSON Schema of the step's settings: an object whose texts may hold variables. The form is drawn from it. `"x-from": "channels"` (or
   * `tags`) at a text makes it a choice of those that the tenant has, `"x-from": "own"` one of what `choices` answers.
   */
  input: Record<string, unknown>;
  /** Exits beside `next` and `failed`. */
  outcomes: { id: string; title: string }[];
  /** Variables that it answers, below the step's prefix. `sample` stands for one in the test chat, where nothing is done. */
  answers: { name: string; title: string; sample?: Value }[];
  /** It answers more than these: variables that the step's own settings name, as the keys of `answers` in its input. */
  answersMore?: boolean;
}

/** What an action's `run` gets beside the step's settings. */
export interface ActionCall {
  /** The same for each attempt of this step of this walk: an action that must not happen twice uses it as its key. */
  key: string;
  attempt: number;
  person: KnownPerson;
  variables: Readonly<Record<string, Value>>;
  /** What let the person in: `deep_link:spring`, `join_request:-1001234`. */
  enteredBy: string;
}

/** What `run` answers. */
export type ActionResult =
  /** It is done: the exit (`next` when absent, or an outcome's id), and values for the walk's variables. */
  | { exit?: string; values?: Readonly<Record<string, Value>> }
  /** It cannot be done: the walk goes on at the exit `failed`, with the reason in `{error}`. */
  | { failed: string }
  /** Somebody else's trouble, and why: tried again with the same key, four times in all; then it has failed. */
  | { again: string; afterSeconds?: number }
  /** Begun: the answer comes by `journeys.conversations@1`. Without one within a quarter of an hour `run` is called once more. */
  | { later: true };

export interface ActionMethods {
  /**
   * Within 15 seconds. Answers what went wrong out there; raises only its own faults. A refusal that it raises (a PlatformError below
   * 500) leads to the exit `failed` at once, anything else is tried again first.
   */
  run(input: Record<string, unknown>, call: ActionCall): Promise<ActionResult>;
  /** For fields with `"x-from": "own"`: what the tenant may choose there, by the field's name. */
  choices?(): Promise<Record<string, Choice[]>>;
}

/** Something that a field of the step's settings may be. */
export interface Choice {
  const: string;
  title: string;
}

export interface FactOffer {
  /** Unique in its plugin, such as `plan`. */
  name: string;
  title: string;
  type: "text" | "number" | "yes-no";
  /** Good values of a text, for the condition's form. */
  choices?: string[];
  /** The name by which texts may use it. */
  variable?: string;
}

export interface FactMethods {
  /** Null where it is not known. */
  read(person: KnownPerson): Promise<Value | null>;
}

export interface TriggerOffer {
  /** Unique in its plugin, such as `payment-succeeded`. */
  name: string;
  title: string;
  /** Variables that come with it. */
  variables?: { name: string; title: string }[];
}

/** A person, as far as other plugins are told. */
export interface KnownPerson {
  id: string;
  /** Numeric id as text; absent for people who were imported and have not written yet. */
  telegramId?: string;
  firstName: string;
  lastName: string;
  username: string;
  language: string;
  tags: string[];
  fields: Record<string, Value>;
}

/** The service `journeys.conversations@1`. */
export interface ConversationsService {
  /**
   * Something of `journeys.trigger` happened to a person, whom journeys knows by their Telegram id. False where it does not. The same
   * `key` (an event's id) lets nobody in twice, however often it is told.
   */
  happened(event: {
    plugin: string;
    event: string;
    telegramId: string;
    key?: string;
    variables?: Record<string, Value>;
  }): Promise<boolean>;
  /** What an action answers that had said `later`, by its call's key; the first answer counts. False where nothing waits for it. */
  answered(key: string, result: ActionResult): Promise<boolean>;
}
