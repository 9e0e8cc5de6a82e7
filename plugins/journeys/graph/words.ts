/** Fields of a journey in words. A field that is not here is called by its own name. */
const WORDS: Record<string, string> = {
  content: "Message",
  text: "Text",
  buttons: "Button",
  url: "Address",
  does: "What it does",
  value: "Value",
  media: "File",
  file: "File",
  silent: "Silent",
  plainLinks: "Links without preview",
  typingSeconds: "Seconds of typing",
  answer: "Kind of answer",
  least: "Least",
  most: "Most",
  pattern: "Pattern",
  choices: "Answer",
  saveTo: "Saved to",
  tries: "Tries",
  hint: "Hint",
  collectSeconds: "Seconds to collect",
  timeout: "Time-out",
  wait: "Wait",
  mode: "Kind of wait",
  time: "Time",
  from: "From",
  to: "To",
  zone: "Time zone",
  weekdays: "Weekdays",
  quiet: "Quiet hours",
  branches: "Branch",
  words: "Words",
  match: "Match",
  takesEarlier: "Takes earlier replies",
  when: "Condition",
  rules: "Rule",
  variants: "Branch",
  weight: "Weight",
  add: "Tags added",
  remove: "Tags removed",
  target: "Variable",
  plugin: "Plugin",
  action: "Action",
  input: "Input",
  outcomes: "Outcome",
  prefix: "Prefix",
  outcome: "Outcome",
  title: "Title",
  comment: "Comment",
  kind: "Kind",
  code: "Code",
  command: "Command",
  chat: "Channel",
  tag: "Tag",
  event: "Event",
  reentry: "Re-entry",
  whenBusy: "When they are in another journey",
  priority: "Priority",
  capped: "Counts against the cap",
  expiresAfterDays: "Expires after days",
  goals: "Goal",
  comparison: "Comparison",
  about: "About",
  name: "Name",
  fact: "Fact",
  has: "Has it",
};

/** Values of some fields in words; one that is not here is called by its own name. */
const VALUES: Record<string, Record<string, string>> = {
  match: {
    word: "has it as a word",
    is: "is it",
    contains: "contains it",
    all: "all of them",
    any: "any of them",
  },
  comparison: {
    isNot: "is not",
    hasWord: "has the word",
    startsWith: "starts with",
    greater: "more than",
    atLeast: "at least",
    less: "less than",
    atMost: "at most",
    known: "is known",
    unknown: "is not known",
  },
};

export function wordFor(field: string): string {
  return WORDS[field] ?? field;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** A field's value that fits on a line, in words; undefined for one that is made of fields. */
export function saidIn(field: string, value: unknown): string | undefined {
  const said = typeof value === "string" ? VALUES[field]?.[value] : undefined;
  return said ?? saidOf(value);
}

function saidOf(value: unknown): string | undefined {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) {
    if (value.every((each) => typeof each === "number"))
      return value.map((day) => DAYS[day - 1] ?? day).join(", ");
    return value.every((each) => typeof each === "string") ? value.join(", ") : undefined;
  }
  return saidOfObject({ ...value });
}

function saidOfObject({ amount, unit, scope, name }: Record<string, unknown>): string | undefined {
  if (typeof amount === "number" && typeof unit === "string")
    return `${amount} ${amount === 1 ? unit.replace(/s$/, "") : unit}`;
  if (typeof scope === "string" && typeof name === "string")
    return scope === "person" ? `${name} (of the person)` : name;
  return undefined;
}
