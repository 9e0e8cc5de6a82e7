import { useEffect } from "react";
import type { History } from "./model/history.ts";

/** Undo, redo and save, also while somebody writes in a step's form: its letters are part of the same history. */
export function useHistoryKeys({ undo, redo }: History, save: () => void, readOnly: boolean): void {
  useEffect(() => {
    if (readOnly) return undefined;
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const act =
        key === "s" ? save : hasOwnHistory(event.target) ? undefined : historyAct(key, event.shiftKey);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    const historyAct = (key: string, shift: boolean) => {
      if (key === "z") return shift ? redo : undo;
      return key === "y" ? redo : undefined;
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [undo, redo, save, readOnly]);
}

/** A field that is no part of the journey: a note, an answer in the test chat, the name. */
function hasOwnHistory(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return false;
  return target.closest("[role=dialog], [data-panel=test], header") !== null;
}
