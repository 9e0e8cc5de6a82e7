import { useMediaQuery } from "@mantine/hooks";
import { DraftPage, LeaveGuard, useDraftKeys } from "@promostack/web/kit";
import { useState } from "react";
import type { JourneyDetail } from "../../drafts/api.ts";
import { ConflictDialog } from "./ConflictDialog.tsx";
import { LazyCanvas } from "./canvas/LazyCanvas.tsx";
import { Palette } from "./canvas/Palette.tsx";
import classes from "./Editor.module.css";
import { EditorHeader } from "./EditorHeader.tsx";
import { EditorProvider } from "./editor.ts";
import { useHistory } from "./model/history.ts";
import { SidePanel } from "./panels/SidePanel.tsx";
import { StepList } from "./panels/StepList.tsx";
import { useEditorState } from "./useEditorState.ts";
import { useSaving } from "./useSaving.ts";

/** The editor of a journey: header, palette, canvas or list, panel. */
export function JourneyEditor({ detail, may }: { detail: JourneyDetail; may: boolean }) {
  const readOnly = !may || detail.state === "archived";
  const history = useHistory(detail.draft);
  const editor = useEditorState(detail, history, readOnly);
  const saving = useSaving(detail, history.journey, !readOnly);
  const phone = useMediaQuery("(max-width: 48em)") ?? false;
  const [asList, setAsList] = useState(false);
  useDraftKeys(readOnly ? {} : { undo: history.undo, redo: history.redo, save: saving.saveNow });
  const list = phone || asList;
  return (
    <EditorProvider value={editor}>
      <DraftPage>
        <EditorHeader saving={saving} asList={list} setAsList={phone ? undefined : setAsList} />
        <div className={classes.room} data-list={list || undefined}>
          {list || readOnly ? null : <Palette />}
          {list ? <StepList phone={phone} /> : <LazyCanvas />}
          <SidePanel saving={saving} phone={phone} />
        </div>
      </DraftPage>
      <ConflictDialog saving={saving} />
      <LeaveGuard on={saving.state === "failed" || saving.state === "conflict"} />
    </EditorProvider>
  );
}
