import { useHotkeys } from "@mantine/hooks";
import type { History } from "./model/history.ts";

/** Undo, redo and save, also while somebody writes in a field: its letters are part of the same history. */
export function useHistoryKeys({ undo, redo }: History, save: () => void, readOnly: boolean): void {
  useHotkeys(
    readOnly
      ? []
      : [
          ["mod+Z", undo],
          ["mod+shift+Z", redo],
          ["mod+Y", redo],
          ["mod+S", save],
        ],
    [],
    true,
  );
}
