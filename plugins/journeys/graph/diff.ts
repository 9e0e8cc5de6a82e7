import { exitsOf } from "./exits.ts";
import type { Journey } from "./journey.ts";
import type { Step } from "./step.ts";
import { stepName } from "./stepName.ts";
import type { Trigger } from "./trigger.ts";
import { saidIn, wordFor } from "./words.ts";

/** What became different between two versions of a journey, for people to read. */
export interface Change {
  of: "start" | "rules" | "trigger" | "step";
  /** Of the step or the trigger. */
  id?: string;
  change: "added" | "removed" | "changed";
  /** What it is called. */
  name: string;
  /** What is different in it; empty where it was added or removed. */
  details: Detail[];
}

/** One field: absent before it was set, absent after it was taken away. */
export interface Detail {
  /** In words: `Text`, `Button “Open”: address`, `Exit “Yes”`. */
  field: string;
  before?: string;
  after?: string;
}

/** The beginning, the rules, then triggers and steps in the order of the newer version; what was removed comes last. Places are no difference. */
export function diffJourneys(before: Journey, after: Journey): Change[] {
  return [
    ...startChange(before, after),
    ...rulesChange(before, after),
    ...changesOf("trigger", before.triggers, after.triggers, triggerName, (one, other) =>
      detailsOf(one, other),
    ),
    ...changesOf("step", before.steps, after.steps, stepName, (one, other) => [
      ...detailsOf(contentsOf(one), contentsOf(other)),
      ...exitDetails([one, before], [other, after]),
    ]),
  ];
}

function startChange(before: Journey, after: Journey): Change[] {
  if (before.start === after.start) return [];
  const details = [detail("First step", nameIn(before, before.start), nameIn(after, after.start))];
  return [{ of: "start", change: "changed", name: "Beginning", details }];
}

function rulesChange({ rules: before }: Journey, { rules: after }: Journey): Change[] {
  const details = detailsOf(before, after);
  return details.length === 0 ? [] : [{ of: "rules", change: "changed", name: "Rules", details }];
}

function changesOf<Part extends { id: string }>(
  of: "trigger" | "step",
  before: readonly Part[],
  after: readonly Part[],
  nameOf: (part: Part) => string,
  compare: (one: Part, other: Part) => Detail[],
): Change[] {
  const was = new Map(before.map((part) => [part.id, part]));
  const is = new Set(after.map(({ id }) => id));
  const changes = after.flatMap((part): Change[] => {
    const { id } = part;
    const old = was.get(id);
    if (old === undefined) return [{ of, id, change: "added", name: nameOf(part), details: [] }];
    const details = compare(old, part);
    return details.length === 0 ? [] : [{ of, id, change: "changed", name: nameOf(part), details }];
  });
  const removed = before
    .filter(({ id }) => !is.has(id))
    .map((part): Change => ({ of, id: part.id, change: "removed", name: nameOf(part), details: [] }));
  return [...changes, ...removed];
}

/** A step without its place and its connections. */
function contentsOf({ x: _x, y: _y, exits: _exits, id: _id, ...contents }: Step): object {
  return contents;
}

function exitDetails([one, before]: [Step, Journey], [other, after]: [Step, Journey]): Detail[] {
  const titles = new Map([...exitsOf(one), ...exitsOf(other)].map(({ key, title }) => [key, title]));
  return [...titles].flatMap(([key, title]) => {
    if (one.exits[key] === other.exits[key]) return [];
    return [detail(`Exit “${title}”`, nameIn(before, one.exits[key]), nameIn(after, other.exits[key]))];
  });
}

function nameIn({ steps }: Journey, id: string | undefined): string | undefined {
  const step = steps.find((each) => each.id === id);
  return step === undefined ? undefined : stepName(step);
}

function detailsOf(before: object, after: object): Detail[] {
  const was = new Map(fieldsOf(before));
  const is = new Map(fieldsOf(after));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((field) =>
    was.get(field) === is.get(field) ? [] : [detail(field, was.get(field), is.get(field))],
  );
}

function detail(field: string, before: string | undefined, after: string | undefined): Detail {
  return { field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/** Every field that holds something, by its name in words. Parts of a list go by their ids: one that moved is the same. */
function fieldsOf(value: object, within = ""): [field: string, said: string][] {
  return Object.entries(value).flatMap(([name, each]): [string, string][] => {
    const field = within === "" ? wordFor(name) : `${within}: ${wordFor(name).toLowerCase()}`;
    const said = saidIn(name, each);
    if (said !== undefined) return said === "" ? [] : [[field, said]];
    if (Array.isArray(each)) return each.flatMap((part, index) => partFields(part, field, index));
    return typeof each === "object" && each !== null
      ? fieldsOf(each, name === "content" || name === "wait" ? within : field)
      : [];
  });
}

function partFields(part: unknown, list: string, index: number): [field: string, said: string][] {
  if (typeof part !== "object" || part === null) return [];
  const { id, ...fields } = { id: index + 1, ...part };
  return fieldsOf(fields, `${list} ${id}`);
}

function triggerName(trigger: Trigger): string {
  switch (trigger.kind) {
    case "deep_link":
      return `Link “${trigger.code}”`;
    case "keyword":
      return `Keyword ${trigger.words.map((word) => `“${word}”`).join(", ")}`;
    case "command":
      return `Command /${trigger.command}`;
    case "tag_added":
      return `Tag “${trigger.tag}” added`;
    case "event":
      return `Event ${trigger.plugin}/${trigger.event}`;
    case "any_message":
      return "Any message";
    case "join_request":
      return "Request to join a channel";
    case "channel_join":
      return "Joins a channel";
    case "api":
      return "API";
    case "broadcast_button":
      return "Button of a broadcast";
  }
}
