/** Something that is edited, with what it was before and what it was before undoing. */
export interface Steps<Draft> {
  past: readonly Draft[];
  now: Draft;
  future: readonly Draft[];
  /** What the last change was about, and when: letters of one field, or arrows pressed one after the other, are one step back. */
  last: { about: string; at: number } | undefined;
}

const MOST = 200;
const TOGETHER_MS = 900;

export function stepsFrom<Draft>(now: Draft): Steps<Draft> {
  return { past: [], now, future: [], last: undefined };
}

/** The next step. Changes about the same thing that follow each other closely are one. */
export function changed<Draft>(
  steps: Steps<Draft>,
  next: Draft,
  about: string | undefined,
  at: number,
): Steps<Draft> {
  const { past, now, last } = steps;
  if (next === now) return steps;
  const joins = about !== undefined && last?.about === about && at - last.at < TOGETHER_MS;
  return {
    past: joins ? past : [...past, now].slice(-MOST),
    now: next,
    future: [],
    last: about === undefined ? undefined : { about, at },
  };
}

export function undone<Draft>(steps: Steps<Draft>): Steps<Draft> {
  const before = steps.past.at(-1);
  if (before === undefined) return steps;
  return {
    past: steps.past.slice(0, -1),
    now: before,
    future: [steps.now, ...steps.future],
    last: undefined,
  };
}

export function redone<Draft>(steps: Steps<Draft>): Steps<Draft> {
  const [next, ...future] = steps.future;
  if (next === undefined) return steps;
  return { past: [...steps.past, steps.now], now: next, future, last: undefined };
}
