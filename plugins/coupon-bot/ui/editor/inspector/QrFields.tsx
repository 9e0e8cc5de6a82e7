import { NativeSelect, Textarea } from "@mantine/core";
import { useRef } from "react";
import type { QrLayer } from "../../../template/layer.ts";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import { ColourField } from "./ColourField.tsx";
import { Group, Optional } from "./Group.tsx";
import classes from "./Inspector.module.css";
import { NumberField } from "./NumberField.tsx";
import { VariableButtons } from "./VariableButtons.tsx";

const CORRECTIONS = ["L", "M", "Q", "H"] as const;

export function QrFields({ layer }: { layer: QrLayer }) {
  const { put, readOnly } = useEditor();
  const field = useRef<HTMLTextAreaElement>(null);
  const { colour, background, margin = 4, correction = "M", radius = 0 } = layer;
  const change = (next: Partial<QrLayer>, about?: string) =>
    put({ ...layer, ...next }, about && `${layer.id} ${about}`);
  const write = (text: string) => change({ text }, "text");
  return (
    <>
      <Group title={W.kinds.qr}>
        <Textarea
          ref={field}
          size="xs"
          label={W.qrText}
          autosize
          maxLength={1000}
          readOnly={readOnly}
          value={layer.text}
          onChange={(event) => write(event.currentTarget.value)}
        />
        <VariableButtons field={field} text={layer.text} change={write} />
        <ColourField
          label={W.colour}
          value={colour}
          disabled={readOnly}
          change={(next) => change({ colour: next }, "colour")}
        />
        <div className={classes.pair}>
          <NumberField
            label={W.qrMargin}
            value={margin}
            min={0}
            max={10}
            disabled={readOnly}
            change={(value) => change({ margin: value }, "margin")}
          />
          <NumberField
            label={W.radius}
            value={radius}
            min={0}
            max={1000}
            disabled={readOnly}
            change={(value) => change({ radius: value }, "radius")}
          />
        </div>
        <NativeSelect
          size="xs"
          label={W.qrCorrection}
          disabled={readOnly}
          value={correction}
          onChange={(event) => {
            const next = CORRECTIONS.find((each) => each === event.currentTarget.value);
            if (next !== undefined) change({ correction: next });
          }}
          data={CORRECTIONS.map((value) => ({ value, label: W.qrCorrections[value] }))}
        />
      </Group>
      <Optional
        title={W.qrBackground}
        on={background !== undefined}
        disabled={readOnly}
        turn={(on) => change({ background: on ? "#ffffff" : undefined })}
      >
        {background === undefined ? null : (
          <ColourField
            label={W.colour}
            value={background}
            disabled={readOnly}
            change={(next) => change({ background: next }, "background")}
          />
        )}
      </Optional>
    </>
  );
}
