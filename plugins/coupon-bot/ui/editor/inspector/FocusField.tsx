import { SegmentedControl, Text } from "@mantine/core";
import { address, usePlace } from "@promostack/web/kit";
import type { PointerEvent } from "react";
import type { Fit, Point } from "../../../template/paint.ts";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import classes from "./Inspector.module.css";
import { NumberField } from "./NumberField.tsx";

interface FocusFieldProps {
  asset: string | undefined;
  fit: Fit | undefined;
  focus: Point | undefined;
  change(view: { fit?: Fit; focus?: Point }, about?: string): void;
}

/** How a picture fills its frame, and the point of it that stays in sight. */
export function FocusField({ asset, fit = "cover", focus = MIDDLE, change }: FocusFieldProps) {
  const { assets, readOnly } = useEditor();
  const { tenant } = usePlace();
  const file = asset === undefined ? undefined : assets.get(asset);
  const point = (event: PointerEvent<HTMLElement>) => {
    if (readOnly || (event.type === "pointermove" && event.buttons !== 1)) return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const part = (at: number, length: number) => Math.round(Math.min(100, Math.max(0, (at / length) * 100)));
    change(
      { focus: { x: part(event.clientX - left, width), y: part(event.clientY - top, height) } },
      "focus",
    );
  };
  return (
    <>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={W.fitPicture}
        disabled={readOnly}
        value={fit}
        onChange={(value) => change({ fit: value === "contain" ? "contain" : "cover" })}
        data={(["cover", "contain"] as const).map((value) => ({ value, label: W.fits[value] }))}
      />
      {file === undefined ? null : (
        <>
          <Text size="xs" c="dimmed">
            {W.focus}. {W.focusHelp}
          </Text>
          <div className={classes.focus} onPointerDown={point} onPointerMove={point}>
            <img src={address(file.url, { "x-tenant": tenant?.id })} alt="" draggable={false} />
            <span style={{ left: `${focus.x}%`, top: `${focus.y}%` }} />
          </div>
          <div className={classes.pair}>
            <NumberField
              label={W.x}
              meaning={W.focusX}
              value={focus.x}
              min={0}
              max={100}
              disabled={readOnly}
              change={(x) => change({ focus: { ...focus, x } }, "focus")}
            />
            <NumberField
              label={W.y}
              meaning={W.focusY}
              value={focus.y}
              min={0}
              max={100}
              disabled={readOnly}
              change={(y) => change({ focus: { ...focus, y } }, "focus")}
            />
          </div>
        </>
      )}
    </>
  );
}

const MIDDLE: Point = { x: 50, y: 50 };
