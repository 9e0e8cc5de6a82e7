import { DraftConflictDialog } from "@promostack/web/kit";
import { lazy, Suspense } from "react";
import classes from "./Editor.module.css";
import { useEditor } from "./editor.ts";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

const ChangeList = lazy(() => import("./panels/ChangeList.tsx"));

/** Two have edited at once: what differs, and a person says whose goes on. Taking theirs can be undone here. */
export function ConflictDialog({ saving }: { saving: Saving }) {
  const { journey, change } = useEditor();
  return (
    <DraftConflictDialog
      saving={saving}
      title={W.conflict}
      text={W.conflictText}
      take={(theirs) => change(() => theirs)}
    >
      {(theirs) => (
        <div className={classes.changes}>
          <Suspense fallback={null}>
            <ChangeList before={theirs} after={journey} />
          </Suspense>
        </div>
      )}
    </DraftConflictDialog>
  );
}
