import type { Journey } from "../journey.ts";
import type { WordMatch } from "../parts.ts";
import type { TriggerKind } from "../trigger.ts";

/** Something that speaks against publishing a journey (error), or that its author may not have meant (warning). */
export interface Problem {
  severity: "error" | "warning";
  /** Where: a step, a trigger, or neither for the journey as a whole. */
  step?: string;
  trigger?: string;
  /** The field in it, such as `content.buttons.0.url` or `exits.timeout`. */
  field?: string;
  message: string;
  /** What to do. */
  fix?: string;
}

/** A trigger of another journey that is live now. `key` as in the table `trigger`. */
export interface LiveTrigger {
  journey: string;
  name: string;
  kind: TriggerKind;
  key: string;
  match: WordMatch;
  priority: number;
}

/** What a plugin offers to journeys. `values` are the names that an action answers, where it says so. */
export interface Offered {
  plugin: string;
  name: string;
  values?: readonly string[];
}

/** What is known where a journey is checked. A list that is absent is not known: nothing is held against it. */
export interface CheckContext {
  live?: readonly LiveTrigger[];
  /** Tags that somebody has, or that a live journey gives. */
  tags?: readonly string[];
  /** Names of custom fields, and of what plugins contribute to texts. */
  variables?: readonly string[];
  /** Chat ids of connected channels. */
  channels?: readonly string[];
  actions?: readonly Offered[];
  facts?: readonly Offered[];
  events?: readonly Offered[];
  /** In lower case: they stop everything, and start nothing. */
  stopWords?: readonly string[];
  /** Why a regular expression cannot be used; undefined where it can. */
  refusedPattern?(pattern: string): string | undefined;
}

export type Rule = (journey: Journey, context: CheckContext) => Problem[];

export function error(message: string, fix: string, where: Partial<Problem> = {}): Problem {
  return { severity: "error", message, fix, ...where };
}

export function warning(message: string, fix: string, where: Partial<Problem> = {}): Problem {
  return { severity: "warning", message, fix, ...where };
}

/** Values that come more than once, each once. */
export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
