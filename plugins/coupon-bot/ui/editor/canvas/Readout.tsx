import type { Template } from "../../../template/template.ts";
import { useEditor } from "../editor.ts";
import { boundsIn } from "../model/arranging.ts";
import { unionOf } from "../model/geometry.ts";
import { placeOf } from "../model/placing.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";

/** Where what is dragged stands now, beside it. */
export function Readout({ template, scale }: { template: Template; scale: number }) {
  const { template: before, view, frame, selected } = useEditor();
  const box = unionOf([...boundsIn(template, view, frame, selected).values()]);
  if (box === undefined) return null;
  return (
    <output
      className={classes.readout}
      style={{ left: (box.x + box.width / 2) * scale, top: (box.y + box.height) * scale + 8 }}
    >
      {told()}
    </output>
  );

  function told(): string {
    const [id] = selected;
    const [old, now] = [before, template].map(({ layers }) => layers.find((layer) => layer.id === id));
    if (old === undefined || now === undefined || box === undefined) return "";
    const [from, to] = [placeOf(old, view.size), placeOf(now, view.size)];
    if (from.rotation !== to.rotation) return W.turnedTo(to.rotation);
    if (from.width !== to.width || from.height !== to.height)
      return W.sized((to.width / 100) * frame.width, (to.height / 100) * frame.height);
    return W.at((box.x / frame.width) * 100, (box.y / frame.height) * 100);
  }
}
