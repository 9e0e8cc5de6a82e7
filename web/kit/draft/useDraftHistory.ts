import { useCallback, useState } from "react";
import { changed, redone, stepsFrom, undone } from "./steps.ts";

export interface DraftHistory<Draft> {
  now: Draft;
  /** Makes a change that can be undone. Changes about the same thing that follow each other closely are one. */
  change(edit: (draft: Draft) => Draft, about?: string): void;
  undo(): void;
  redo(): void;
  canUndo: boolean;
  canRedo: boolean;
}

/** Something that is edited, with undo and redo, whatever changes it. */
export function useDraftHistory<Draft>(first: Draft): DraftHistory<Draft> {
  const [steps, setSteps] = useState(() => stepsFrom(first));
  const change = useCallback((edit: (draft: Draft) => Draft, about?: string) => {
    const at = performance.now();
    setSteps((before) => changed(before, edit(before.now), about, at));
  }, []);
  const undo = useCallback(() => setSteps(undone), []);
  const redo = useCallback(() => setSteps(redone), []);
  const { past, now, future } = steps;
  return { now, change, undo, redo, canUndo: past.length > 0, canRedo: future.length > 0 };
}
