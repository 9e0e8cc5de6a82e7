import type { ImageLayer, LogoLayer, ShapeLayer, TextLayer } from "../../../template/layer.ts";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import { ColourField } from "./ColourField.tsx";
import { Optional } from "./Group.tsx";
import classes from "./Inspector.module.css";
import { NumberField } from "./NumberField.tsx";

type Framed = ImageLayer | LogoLayer | ShapeLayer | TextLayer;

/** Outline and shadow. */
export function FrameFields({ layer }: { layer: Framed }) {
  const { put, readOnly } = useEditor();
  const { stroke, shadow } = layer;
  const change = (next: Partial<Pick<Framed, "stroke" | "shadow">>, about?: string) =>
    put({ ...layer, ...next }, about && `${layer.id} ${about}`);
  return (
    <>
      <Optional
        title={W.stroke}
        on={stroke !== undefined}
        disabled={readOnly}
        turn={(on) => change({ stroke: on ? { colour: "#171c24", width: 6 } : undefined })}
      >
        {stroke === undefined ? null : (
          <div className={classes.wideAndNarrow}>
            <ColourField
              label={W.colour}
              value={stroke.colour}
              disabled={readOnly}
              change={(colour) => change({ stroke: { ...stroke, colour } }, "stroke")}
            />
            <NumberField
              label={W.strokeWidth}
              value={stroke.width}
              min={0}
              max={100}
              disabled={readOnly}
              change={(width) => change({ stroke: { ...stroke, width } }, "stroke width")}
            />
          </div>
        )}
      </Optional>
      <Optional
        title={W.shadow}
        on={shadow !== undefined}
        disabled={readOnly}
        turn={(on) => change({ shadow: on ? { colour: "#00000066", x: 0, y: 8, blur: 24 } : undefined })}
      >
        {shadow === undefined ? null : (
          <>
            <ColourField
              label={W.colour}
              value={shadow.colour}
              disabled={readOnly}
              change={(colour) => change({ shadow: { ...shadow, colour } }, "shadow")}
            />
            <div className={classes.three}>
              {(
                [
                  ["x", W.shadowX, -200],
                  ["y", W.shadowY, -200],
                  ["blur", W.shadowBlur, 0],
                ] as const
              ).map(([key, label, min]) => (
                <NumberField
                  key={key}
                  label={label}
                  value={shadow[key]}
                  min={min}
                  max={200}
                  disabled={readOnly}
                  change={(value) => change({ shadow: { ...shadow, [key]: value } }, `shadow ${key}`)}
                />
              ))}
            </div>
          </>
        )}
      </Optional>
    </>
  );
}
