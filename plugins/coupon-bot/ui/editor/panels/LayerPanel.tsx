import classes from "../Editor.module.css";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import { InsertBar } from "./InsertBar.tsx";
import { LayerList } from "./LayerList.tsx";

/** What can be inserted, and what is there. */
export function LayerPanel() {
  const { readOnly } = useEditor();
  return (
    <aside className={classes.panel} aria-label={W.layers}>
      {readOnly ? null : <InsertBar />}
      <LayerList />
    </aside>
  );
}
