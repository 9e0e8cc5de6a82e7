import { flushSync } from "react-dom";

/** Changes what a field says and puts the selection there, at once: the next key must not find the caret still at the end. */
export function changeAndSelect(
  field: HTMLTextAreaElement | null,
  change: () => void,
  [from, to]: readonly [from: number, to: number],
): void {
  flushSync(change);
  field?.focus();
  field?.setSelectionRange(from, to);
}
