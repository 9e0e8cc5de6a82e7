import editorClasses from "../Editor.module.css";
import { chosenLayers, useEditor } from "../editor.ts";
import { titleOf } from "../model/titles.ts";
import { words as W } from "../texts.ts";
import { ChosenFields } from "./ChosenFields.tsx";
import classes from "./Inspector.module.css";

/** At the right of the canvas: what can be changed of what is chosen. */
export default function Inspector() {
  const editor = useEditor();
  const chosen = chosenLayers(editor);
  const [layer] = chosen;
  const title =
    layer === undefined ? W.template : chosen.length > 1 ? W.chosenMany(chosen.length) : titleOf(layer);
  return (
    <aside className={editorClasses.inspector} aria-label={title}>
      <h2 className={`${classes.title} clip`}>{title}</h2>
      <ChosenFields layers={chosen} />
    </aside>
  );
}
