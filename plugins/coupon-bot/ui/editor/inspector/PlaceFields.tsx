import { Anchor, Text } from "@mantine/core";
import type { Layer } from "../../../template/layer.ts";
import { useEditor } from "../editor.ts";
import { asElsewhere, isOwnIn, type Place, placeOf, putIn, seenIn, setIn } from "../model/placing.ts";
import { normal } from "../model/resizing.ts";
import { words as W } from "../texts.ts";
import { AlignButtons } from "./AlignButtons.tsx";
import { Group } from "./Group.tsx";
import classes from "./Inspector.module.css";
import { NumberField } from "./NumberField.tsx";

const SIDES = [
  ["x", W.x, W.left, -200, 300],
  ["y", W.y, W.topEdge, -200, 300],
  ["width", W.width, W.wide, 0.1, 400],
  ["height", W.height, W.high, 0.1, 400],
] as const satisfies readonly (readonly [keyof Place, string, string, number, number])[];

/** Where a layer stands in the size that is worked in, how it is turned, how much shines through. */
export function PlaceFields({ layer }: { layer: Layer }) {
  const { view, put, readOnly, template } = useEditor();
  const place = placeOf(layer, view.size);
  const { opacity = 1 } = seenIn(layer, view.size);
  const disabled = readOnly || layer.locked === true;
  const own = template.sizes.length > 1 && isOwnIn(layer, view.size);
  return (
    <Group title={W.place}>
      {readOnly ? null : <AlignButtons />}
      <div className={classes.four}>
        {SIDES.map(([side, label, meaning, min, max]) => (
          <NumberField
            key={side}
            label={label}
            meaning={meaning}
            value={place[side]}
            min={min}
            max={max}
            step={0.5}
            decimals={2}
            disabled={disabled}
            change={(value) => put(putIn(layer, view, { [side]: value }), `${layer.id} ${side}`)}
          />
        ))}
      </div>
      <div className={classes.pair}>
        <NumberField
          label={W.rotation}
          value={normal(place.rotation)}
          min={-360}
          max={360}
          decimals={1}
          suffix="°"
          disabled={disabled}
          change={(rotation) => put(putIn(layer, view, { rotation }), `${layer.id} rotation`)}
        />
        <NumberField
          label={W.opacity}
          value={opacity * 100}
          min={0}
          max={100}
          step={5}
          suffix=" %"
          disabled={readOnly}
          change={(value) => put(setIn<Layer>(layer, view, { opacity: value / 100 }), `${layer.id} opacity`)}
        />
      </div>
      {own ? (
        <Text size="xs" c="dimmed">
          {W.ownHere(W.sizes[view.size])}{" "}
          {readOnly ? null : (
            <Anchor component="button" size="xs" onClick={() => put(asElsewhere(layer, view.size))}>
              {W.asElsewhere}
            </Anchor>
          )}
        </Text>
      ) : null}
    </Group>
  );
}
