import { Skeleton } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { DraftPage, LeaveGuard, useDraftHistory, useDraftKeys } from "@promostack/web/kit";
import { lazy, Suspense, useState } from "react";
import type { TemplateDetail } from "../../templates/api.ts";
import { ConflictDialog } from "./ConflictDialog.tsx";
import { LazyCanvas } from "./canvas/LazyCanvas.tsx";
import classes from "./Editor.module.css";
import { EditorHeader } from "./EditorHeader.tsx";
import { EditorProvider } from "./editor.ts";
import { LayerPanel } from "./panels/LayerPanel.tsx";
import { Shortcuts } from "./panels/Shortcuts.tsx";
import { Filmstrip } from "./preview/Filmstrip.tsx";
import { SideBySide } from "./preview/SideBySide.tsx";
import { useEditorState } from "./useEditorState.ts";
import { useKeys } from "./useKeys.ts";
import { useSaving } from "./useSaving.ts";

const Inspector = lazy(() => import("./inspector/Inspector.tsx"));
const VersionsDrawer = lazy(() =>
  import("../templates/VersionsDrawer.tsx").then(({ VersionsDrawer }) => ({ default: VersionsDrawer })),
);
const PhoneEditor = lazy(() => import("./PhoneEditor.tsx"));

/** What the middle of the editor shows. */
export type Middle = "canvas" | "all";

/** The editor of a template: layers, canvas or all sizes, fields. On a phone the fields alone, over the picture. */
export function TemplateEditor({ detail, may }: { detail: TemplateDetail; may: boolean }) {
  const readOnly = !may || detail.deletedAt !== null;
  const history = useDraftHistory(detail.draft);
  const editor = useEditorState(detail, history, readOnly);
  const saving = useSaving(detail, history.now, !readOnly);
  const phone = useMediaQuery("(max-width: 48em)") ?? false;
  const [middle, setMiddle] = useState<Middle>("canvas");
  const [helps, help] = useDisclosure(false);
  const [past, versions] = useDisclosure(false);
  const { saveNow: save } = saving;
  useDraftKeys(readOnly ? { save } : { undo: history.undo, redo: history.redo, save });
  useKeys(editor, help.open);
  return (
    <EditorProvider value={editor}>
      <DraftPage>
        <EditorHeader
          saving={saving}
          middle={middle}
          show={phone ? undefined : setMiddle}
          openVersions={versions.open}
          openShortcuts={help.open}
        />
        {phone ? (
          <Suspense fallback={<Skeleton h="70dvh" />}>
            <PhoneEditor />
          </Suspense>
        ) : (
          <div className={classes.room}>
            <LayerPanel />
            <div className={classes.middle}>
              {middle === "canvas" ? <LazyCanvas /> : <SideBySide edit={() => setMiddle("canvas")} />}
              <Filmstrip pictures={middle === "canvas"} />
            </div>
            <Suspense fallback={<aside className={classes.inspector} aria-busy />}>
              <Inspector />
            </Suspense>
          </div>
        )}
      </DraftPage>
      <Shortcuts opened={helps} close={help.close} />
      <Suspense fallback={null}>
        {past ? (
          <VersionsDrawer
            item={detail}
            opened
            close={versions.close}
            onRestored={(restored) => {
              saving.replaced(restored);
              history.change(() => restored.draft);
              versions.close();
            }}
          />
        ) : null}
      </Suspense>
      <ConflictDialog saving={saving} />
      <LeaveGuard on={saving.state === "failed" || saving.state === "conflict"} />
    </EditorProvider>
  );
}
