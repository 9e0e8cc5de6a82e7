import { NumberInput } from "@mantine/core";

interface NumberFieldProps {
  label: string;
  /** Read out in the place of a short label. */
  meaning?: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  decimals?: number;
  suffix?: string;
  disabled?: boolean;
  change(value: number): void;
}

/** A number that changes the picture with each step. What is not one yet changes nothing. */
export function NumberField(props: NumberFieldProps) {
  const { label, meaning, value, min, max, step = 1, decimals = 0, suffix, disabled, change } = props;
  return (
    <NumberInput
      size="xs"
      label={label}
      aria-label={meaning}
      value={Number(value.toFixed(decimals))}
      min={min}
      max={max}
      step={step}
      decimalScale={decimals}
      suffix={suffix}
      disabled={disabled}
      clampBehavior="blur"
      onChange={(next) => {
        if (
          typeof next === "number" &&
          next >= min &&
          next <= max &&
          next !== Number(value.toFixed(decimals))
        )
          change(next);
      }}
    />
  );
}
