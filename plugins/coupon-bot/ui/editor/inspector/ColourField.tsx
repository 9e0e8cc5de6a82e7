import { ColorInput } from "@mantine/core";
import { useEditor } from "../editor.ts";
import { coloursOf } from "../model/colours.ts";

interface ColourFieldProps {
  label: string;
  value: string;
  disabled?: boolean;
  /** Read out, not shown. */
  bare?: boolean;
  change(colour: string): void;
}

const ANY = /^#([0-9a-f]{6}|[0-9a-f]{8})$/i;

/** A colour, which may be partly transparent; beside it those that the template has already. */
export function ColourField({ label, value, disabled, bare = false, change }: ColourFieldProps) {
  const { template } = useEditor();
  return (
    <ColorInput
      size="xs"
      label={bare ? undefined : label}
      aria-label={bare ? label : undefined}
      format="hexa"
      value={value}
      disabled={disabled}
      withEyeDropper={false}
      swatches={coloursOf(template)}
      swatchesPerRow={8}
      onChange={(colour) => {
        const next = opaque(colour);
        if (ANY.test(next) && next !== value) change(next);
      }}
    />
  );
}

/** `#1a2b3cff` is `#1a2b3c`. */
function opaque(colour: string): string {
  return colour.length === 9 && colour.toLowerCase().endsWith("ff") ? colour.slice(0, 7) : colour;
}
