import { SegmentedControl, Switch } from "@mantine/core";
import type { GradientLayer, ShapeLayer } from "../../../template/layer.ts";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import { FillField } from "./FillField.tsx";
import { FrameFields } from "./FrameFields.tsx";
import { Group } from "./Group.tsx";
import classes from "./Inspector.module.css";
import { NumberField } from "./NumberField.tsx";

const SHAPES = ["rectangle", "ellipse", "line"] as const;
const DASH = [24, 16];

export function ShapeFields({ layer }: { layer: ShapeLayer }) {
  const { put, readOnly } = useEditor();
  const { shape, fill, radius = 0, thickness = 4, dash } = layer;
  const change = (next: Partial<ShapeLayer>, about?: string) =>
    put({ ...layer, ...next }, about && `${layer.id} ${about}`);
  return (
    <>
      <Group title={W.shape}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={W.shape}
          disabled={readOnly}
          value={shape}
          onChange={(value) => {
            const next = SHAPES.find((each) => each === value);
            if (next !== undefined) change({ shape: next });
          }}
          data={SHAPES.map((value) => ({ value, label: W.shapes[value] }))}
        />
        {shape === "rectangle" ? (
          <NumberField
            label={W.radius}
            value={radius}
            min={0}
            max={1000}
            disabled={readOnly}
            change={(value) => change({ radius: value }, "radius")}
          />
        ) : null}
        {shape === "line" ? (
          <>
            <NumberField
              label={W.thickness}
              value={thickness}
              min={0.5}
              max={300}
              decimals={1}
              disabled={readOnly}
              change={(value) => change({ thickness: value }, "thickness")}
            />
            <Switch
              size="xs"
              label={W.dash}
              disabled={readOnly}
              checked={dash !== undefined}
              onChange={(event) => change({ dash: event.currentTarget.checked ? DASH : undefined })}
            />
            {dash === undefined ? null : (
              <div className={classes.pair}>
                {dash.slice(0, 2).map((length, index) => (
                  <NumberField
                    key={index === 0 ? "dash" : "gap"}
                    label={index === 0 ? W.dashLength : W.dashGap}
                    value={length}
                    min={0.5}
                    max={300}
                    disabled={readOnly}
                    change={(value) => change({ dash: dash.with(index, value) }, `dash ${index}`)}
                  />
                ))}
              </div>
            )}
          </>
        ) : null}
      </Group>
      <Group title={W.fill}>
        <FillField
          value={fill}
          kinds={["none", "colour", "linear", "radial"]}
          disabled={readOnly}
          change={(next, about) => change({ fill: next }, about)}
        />
      </Group>
      <FrameFields layer={layer} />
    </>
  );
}

export function GradientFields({ layer }: { layer: GradientLayer }) {
  const { put, readOnly } = useEditor();
  return (
    <Group title={W.fill}>
      <FillField
        value={layer.fill}
        kinds={["linear", "radial"]}
        disabled={readOnly}
        change={(fill, about) => {
          if (typeof fill === "object") put({ ...layer, fill }, about && `${layer.id} ${about}`);
        }}
      />
    </Group>
  );
}
