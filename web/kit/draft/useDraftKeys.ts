import { useEffect, useRef } from "react";

/** An act that is absent leaves its keys to the browser. */
interface DraftActs {
  undo?(): void;
  redo?(): void;
  save?(): void;
}

/** Undo, redo and save, also while somebody writes in a field of the draft: its letters are part of the same history. */
export function useDraftKeys(acts: DraftActs): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const act = actFor(event, latest.current);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

function actFor(event: KeyboardEvent, { undo, redo, save }: DraftActs): (() => void) | undefined {
  if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return undefined;
  const key = event.key.toLowerCase();
  if (key === "s") return save;
  if ((key !== "z" && key !== "y") || hasOwnHistory(event.target)) return undefined;
  return key === "y" || event.shiftKey ? redo : undo;
}

/** A field that is no part of the draft: the name, a dialog's, and what says so of itself with `data-own-history`. */
function hasOwnHistory(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return false;
  return target.closest("[role=dialog], [data-own-history], header") !== null;
}
