import { NativeSelect, SegmentedControl, Switch, Text, Textarea } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { TextLayer } from "../../../template/layer.ts";
import { useEditor } from "../editor.ts";
import { type Sized, seenIn, setIn } from "../model/placing.ts";
import { words as W } from "../texts.ts";
import { ColourField } from "./ColourField.tsx";
import { FrameFields } from "./FrameFields.tsx";
import { Group } from "./Group.tsx";
import classes from "./Inspector.module.css";
import { NumberField } from "./NumberField.tsx";
import { TypefaceField } from "./TypefaceField.tsx";
import { VariableButtons } from "./VariableButtons.tsx";

const ALIGNS = ["start", "center", "end"] as const;
const VERTICALS = ["top", "middle", "bottom"] as const;
const DIRECTIONS = ["auto", "ltr", "rtl"] as const;

/** Everything about words: what they say, how they are set. */
export function TextFields({ layer }: { layer: TextLayer }) {
  const { view, put, readOnly } = useEditor();
  const change = (next: Partial<TextLayer>, about?: string) =>
    put({ ...layer, ...next }, about && `${layer.id} ${about}`);
  const here = (next: Sized<TextLayer>, about?: string) =>
    put(setIn(layer, view, next), about && `${layer.id} ${about}`);
  const { size, align = "start", vertical = "top", maxLines = 30 } = seenIn(layer, view.size);
  const { lineHeight = 1.2, letterSpacing = 0, upperCase = false, direction = "auto" } = layer;
  const common = { disabled: readOnly };
  return (
    <>
      <Group title={W.words}>
        <Words layer={layer} change={(text) => change({ text }, "text")} />
      </Group>
      <Group title={W.typeface}>
        <TypefaceField layer={layer} />
        <div className={classes.wideAndNarrow}>
          <ColourField
            {...common}
            label={W.colour}
            value={layer.colour}
            change={(colour) => change({ colour }, "colour")}
          />
          <NumberField
            {...common}
            label={W.maxLines}
            value={maxLines}
            min={1}
            max={30}
            change={(value) => here({ maxLines: value }, "lines")}
          />
        </div>
        <div className={classes.pair}>
          <NumberField
            {...common}
            label={W.largest}
            value={size.largest}
            min={8}
            max={1000}
            change={(largest) =>
              here({ size: { largest, smallest: Math.min(size.smallest, largest) } }, "largest")
            }
          />
          <NumberField
            {...common}
            label={W.smallest}
            value={size.smallest}
            min={8}
            max={1000}
            change={(smallest) =>
              here({ size: { smallest, largest: Math.max(size.largest, smallest) } }, "smallest")
            }
          />
        </div>
        <Text size="xs" c="dimmed">
          {W.sizeMeaning}
        </Text>
        <SegmentedControl
          {...common}
          size="xs"
          fullWidth
          aria-label={W.alignText}
          value={align}
          onChange={(value) => {
            const next = ALIGNS.find((each) => each === value);
            if (next !== undefined) here({ align: next });
          }}
          data={ALIGNS.map((value) => ({ value, label: W.aligns[value] }))}
        />
        <SegmentedControl
          {...common}
          size="xs"
          fullWidth
          aria-label={W.verticalText}
          value={vertical}
          onChange={(value) => {
            const next = VERTICALS.find((each) => each === value);
            if (next !== undefined) here({ vertical: next });
          }}
          data={VERTICALS.map((value) => ({ value, label: W.verticals[value] }))}
        />
        <div className={classes.pair}>
          <NumberField
            {...common}
            label={W.lineHeight}
            value={lineHeight}
            min={0.6}
            max={3}
            step={0.05}
            decimals={2}
            change={(value) => change({ lineHeight: value }, "line height")}
          />
          <NumberField
            {...common}
            label={W.letterSpacing}
            value={letterSpacing}
            min={-20}
            max={100}
            change={(value) => change({ letterSpacing: value }, "spacing")}
          />
        </div>
        <div className={classes.pair}>
          <NativeSelect
            {...common}
            size="xs"
            label={W.direction}
            value={direction}
            onChange={(event) => {
              const next = DIRECTIONS.find((each) => each === event.currentTarget.value);
              if (next !== undefined) change({ direction: next });
            }}
            data={DIRECTIONS.map((value) => ({ value, label: W.directions[value] }))}
          />
          <Switch
            {...common}
            size="xs"
            mt={26}
            label={W.upperCase}
            checked={upperCase}
            onChange={(event) => change({ upperCase: event.currentTarget.checked })}
          />
        </div>
      </Group>
      <FrameFields layer={layer} />
    </>
  );
}

/** The words, with their variables at hand. A double click on the canvas leads here. */
function Words({ layer, change }: { layer: TextLayer; change(text: string): void }) {
  const { readOnly, writing } = useEditor();
  const field = useRef<HTMLTextAreaElement>(null);
  const asked = useRef(writing);
  useEffect(() => {
    if (asked.current === writing) return;
    asked.current = writing;
    field.current?.focus();
    field.current?.select();
  }, [writing]);
  return (
    <>
      <Textarea
        ref={field}
        size="sm"
        aria-label={W.words}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={1000}
        readOnly={readOnly}
        value={layer.text}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <VariableButtons field={field} text={layer.text} change={change} />
    </>
  );
}
