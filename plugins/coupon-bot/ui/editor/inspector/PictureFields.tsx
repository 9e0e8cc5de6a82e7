import { SegmentedControl } from "@mantine/core";
import type { ImageLayer, LogoLayer } from "../../../template/layer.ts";
import { useEditor } from "../editor.ts";
import { seenIn, setIn } from "../model/placing.ts";
import { words as W } from "../texts.ts";
import { AssetField } from "./AssetField.tsx";
import { ColourField } from "./ColourField.tsx";
import { FocusField } from "./FocusField.tsx";
import { FrameFields } from "./FrameFields.tsx";
import { Group, Optional } from "./Group.tsx";
import { NumberField } from "./NumberField.tsx";

export function ImageFields({ layer }: { layer: ImageLayer }) {
  const { view, put, readOnly } = useEditor();
  const { fit, focus } = seenIn(layer, view.size);
  return (
    <>
      <Group title={W.picture}>
        <AssetField value={layer.asset} kind="picture" change={({ id }) => put({ ...layer, asset: id })} />
        <FocusField
          asset={layer.asset}
          fit={fit}
          focus={focus}
          change={(next, about) => put(setIn(layer, view, next), about && `${layer.id} ${about}`)}
        />
        <NumberField
          label={W.radius}
          value={layer.radius ?? 0}
          min={0}
          max={1000}
          disabled={readOnly}
          change={(radius) => put({ ...layer, radius }, `${layer.id} radius`)}
        />
      </Group>
      <FrameFields layer={layer} />
    </>
  );
}

export function LogoFields({ layer }: { layer: LogoLayer }) {
  const { put, readOnly } = useEditor();
  const { background, padding = 0 } = layer;
  return (
    <>
      <Group title={W.kinds.logo}>
        <AssetField value={layer.asset} kind="logo" change={({ id }) => put({ ...layer, asset: id })} />
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={W.logoShape}
          disabled={readOnly}
          value={layer.shape}
          onChange={(value) => put({ ...layer, shape: value === "circle" ? "circle" : "free" })}
          data={(["free", "circle"] as const).map((value) => ({ value, label: W.logoShapes[value] }))}
        />
        <NumberField
          label={W.padding}
          value={padding}
          min={0}
          max={40}
          disabled={readOnly}
          change={(value) => put({ ...layer, padding: value }, `${layer.id} padding`)}
        />
      </Group>
      <Optional
        title={W.logoBackground}
        on={background !== undefined}
        disabled={readOnly}
        turn={(on) => put({ ...layer, background: on ? "#ffffff" : undefined })}
      >
        {background === undefined ? null : (
          <ColourField
            label={W.colour}
            value={background}
            disabled={readOnly}
            change={(colour) => put({ ...layer, background: colour }, `${layer.id} background`)}
          />
        )}
      </Optional>
      <FrameFields layer={layer} />
    </>
  );
}
