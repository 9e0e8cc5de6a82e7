import { useState } from "react";

interface Steps {
  past: readonly string[];
  now: string;
  future: readonly string[];
}

const MOST = 200;
/** Letters typed within this time are one step. */
const TOGETHER_MS = 600;

/** A text with undo and redo, whoever changes it: keys, buttons, the palette. */
export function useTextHistory(first: string) {
  const [steps, setSteps] = useState<Steps>({ past: [], now: first, future: [] });
  const [last, setLast] = useState(0);
  const set = (now: string, apart = false) => {
    const at = performance.now();
    setSteps((before) => {
      if (before.now === now) return before;
      const joined = !apart && at - last < TOGETHER_MS && before.past.length > 0;
      return { past: joined ? before.past : [...before.past, before.now].slice(-MOST), now, future: [] };
    });
    setLast(apart ? 0 : at);
  };
  const undo = () =>
    setSteps(({ past, now, future }) => {
      const before = past.at(-1);
      return before === undefined
        ? { past, now, future }
        : { past: past.slice(0, -1), now: before, future: [now, ...future] };
    });
  const redo = () =>
    setSteps(({ past, now, future }) => {
      const [next, ...rest] = future;
      return next === undefined ? { past, now, future } : { past: [...past, now], now: next, future: rest };
    });
  return {
    text: steps.now,
    set,
    undo,
    redo,
    canUndo: steps.past.length > 0,
    canRedo: steps.future.length > 0,
  };
}
