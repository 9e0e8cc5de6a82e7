import { IconPhoto, IconSparkles } from "@tabler/icons-react";
import type { Template } from "../../../template/template.ts";
import { useEditor } from "../editor.ts";
import { placeOf, seenIn } from "../model/placing.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";

/** Layers that draw nothing until a picture is chosen for them, so that a hand finds them. */
export function Missing({ template }: { template: Template }) {
  const { view } = useEditor();
  return template.layers.map((layer) => {
    if ((layer.kind !== "image" && layer.kind !== "logo") || layer.asset !== undefined) return null;
    if (seenIn(layer, view.size).visible === false) return null;
    const { x, y, width, height, rotation } = placeOf(layer, view.size);
    const Icon = layer.kind === "image" ? IconPhoto : IconSparkles;
    return (
      <div
        key={layer.id}
        className={classes.missing}
        style={{
          left: `${x}%`,
          top: `${y}%`,
          width: `${width}%`,
          height: `${height}%`,
          transform: rotation === 0 ? undefined : `rotate(${rotation}deg)`,
        }}
      >
        <Icon size={22} stroke={1.5} aria-hidden />
        <span>{W.kinds[layer.kind]}</span>
      </div>
    );
  });
}
