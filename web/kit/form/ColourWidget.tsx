import { ColorInput } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import { texts } from "./texts.ts";

const SWATCHES = ["#c9a227", "#0f766e", "#e4572e", "#2563eb", "#7c3aed", "#db2777", "#111827", "#ffffff"];

/** A colour as `#rrggbb`, typed or picked. */
export function ColourWidget({
  id,
  value,
  label,
  schema,
  required,
  disabled,
  readonly,
  rawErrors,
  onChange,
}: WidgetProps) {
  return (
    <ColorInput
      id={id}
      label={label}
      description={schema.description}
      format="hex"
      swatches={SWATCHES}
      swatchesPerRow={8}
      value={String(value ?? "")}
      onChange={(colour) => onChange(colour === "" ? undefined : colour)}
      required={required}
      disabled={disabled || readonly}
      error={rawErrors?.join(" ")}
      eyeDropperButtonProps={{ "aria-label": texts.eyeDropper }}
      maw={260}
    />
  );
}
