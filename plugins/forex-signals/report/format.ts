import type { Ratio } from "./api.ts";

/** Figures as text, the same in the terminal and in the file: a true minus, a dash for what is not known. */

const NONE = "–";

export const signed = (value: number, digits: number): string => {
  const text = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const zero = Number(Math.abs(value).toFixed(digits)) === 0;
  return zero ? text : `${value > 0 ? "+" : "−"}${text}`;
};

export const rText = (value: number | null): string => (value === null ? NONE : `${signed(value, 2)} R`);
export const numberText = (value: number | null, digits = 2): string =>
  value === null ? NONE : value.toFixed(digits).replace("-", "−");
export const percentText = (value: number | null, digits = 0): string =>
  value === null ? NONE : `${(value * 100).toFixed(digits)} %`;
export const countText = (value: number): string => value.toLocaleString("en-US");
export const dayText = (time: string | null): string => time?.slice(0, 10) ?? NONE;
/** To the minute, UTC. */
export const minuteText = (time: string | null): string => time?.slice(0, 16).replace("T", " ") ?? NONE;
export const ratioText = ({ value, missing }: Ratio): string =>
  missing > 0 ? `${NONE} (${missing} more trades needed)` : numberText(value);
