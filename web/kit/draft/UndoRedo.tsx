import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { HeaderAct } from "./HeaderAct.tsx";
import { texts } from "./texts.ts";
import type { DraftHistory } from "./useDraftHistory.ts";

/** Both ways through a draft's history. */
export function UndoRedo({
  history,
}: {
  history: Pick<DraftHistory<unknown>, "undo" | "redo" | "canUndo" | "canRedo">;
}) {
  const { undo, redo, canUndo, canRedo } = history;
  return (
    <>
      <HeaderAct label={`${texts.undo} (Ctrl Z)`} off={!canUndo} act={undo}>
        <IconArrowBackUp size={18} aria-hidden />
      </HeaderAct>
      <HeaderAct label={`${texts.redo} (Ctrl Shift Z)`} off={!canRedo} act={redo}>
        <IconArrowForwardUp size={18} aria-hidden />
      </HeaderAct>
    </>
  );
}
