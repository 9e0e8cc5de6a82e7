import { useCallback, useState } from "react";
import type { Journey } from "../../../graph/journey.ts";

interface Steps {
  past: readonly Journey[];
  now: Journey;
  future: readonly Journey[];
  /** What the last change was about, and when: letters of one field are one step back. */
  last: { about: string; at: number } | undefined;
}

const MOST = 200;
const TOGETHER_MS = 900;

export interface History {
  journey: Journey;
  /** Makes a change that can be undone. Changes about the same thing that follow each other closely are one. */
  change(edit: (journey: Journey) => Journey, about?: string): void;
  undo(): void;
  redo(): void;
  canUndo: boolean;
  canRedo: boolean;
}

/** A journey with undo and redo, whatever changes it. */
export function useHistory(first: Journey): History {
  const [steps, setSteps] = useState<Steps>({ past: [], now: first, future: [], last: undefined });
  const change = useCallback((edit: (journey: Journey) => Journey, about?: string) => {
    const at = performance.now();
    setSteps(({ past, now, future, last }) => {
      const next = edit(now);
      if (next === now) return { past, now, future, last };
      const joins = about !== undefined && last?.about === about && at - last.at < TOGETHER_MS;
      return {
        past: joins ? past : [...past, now].slice(-MOST),
        now: next,
        future: [],
        last: about === undefined ? undefined : { about, at },
      };
    });
  }, []);
  const undo = useCallback(
    () =>
      setSteps((steps) => {
        const before = steps.past.at(-1);
        if (before === undefined) return steps;
        const { past, now, future } = steps;
        return { past: past.slice(0, -1), now: before, future: [now, ...future], last: undefined };
      }),
    [],
  );
  const redo = useCallback(
    () =>
      setSteps((steps) => {
        const [next, ...rest] = steps.future;
        if (next === undefined) return steps;
        return { past: [...steps.past, steps.now], now: next, future: rest, last: undefined };
      }),
    [],
  );
  return {
    journey: steps.now,
    change,
    undo,
    redo,
    canUndo: steps.past.length > 0,
    canRedo: steps.future.length > 0,
  };
}
