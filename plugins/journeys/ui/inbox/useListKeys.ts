import { useLayoutEffect, useState } from "react";
import type { ConversationRow } from "../../inbox/api.ts";

/** j and k move through the list, Enter opens. Answers which row they stand on. */
export function useListKeys(
  rows: readonly ConversationRow[],
  open: string,
  show: (id: string) => void,
): string | undefined {
  const [cursor, setCursor] = useState<string>();
  // Before the rows can be seen: no key is lost to those who are quick.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      if (event.key === "Enter" && cursor !== undefined && event.target === document.body) show(cursor);
      const step = { j: 1, k: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const at = rows.findIndex(({ id }) => id === (cursor ?? open));
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      if (next === undefined) return;
      setCursor(next.id);
      document.getElementById(rowId(next.id))?.scrollIntoView({ block: "nearest" });
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  });
  return cursor;
}

/** Of the list item. */
export function rowId(id: string): string {
  return `conversation-${id}`;
}

/** Letters belong to the field that one writes in, and to the browser with a modifier. */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  const field =
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable], [role=dialog]");
  return Boolean(field) || event.ctrlKey || event.metaKey || event.altKey;
}
