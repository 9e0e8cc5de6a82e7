import { Box, Text, Tooltip } from "@mantine/core";
import { IconTriangleFilled, IconTriangleInvertedFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";

const NONE = "–";
const MINUS = "−";

/** Signed with a true minus, so that columns of figures stand. */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toLocaleString(undefined, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  const zero = Number(Math.abs(value).toFixed(decimals)) === 0;
  return zero ? text : `${value > 0 ? "+" : MINUS}${text}`;
}

interface FigureProps {
  value: number | null | undefined;
}

function Tone({ value, children }: { value: number; children: ReactNode }) {
  const tone = value > 0 ? "buy" : value < 0 ? "sell" : "muted";
  return (
    <span className={`figure ${tone}`} style={{ whiteSpace: "nowrap" }}>
      {children}
    </span>
  );
}

/** A price to the tick: 0.01 unless told. */
export function Price({ value, decimals = 2 }: FigureProps & { decimals?: number }) {
  if (value === null || value === undefined) return <span className="muted">{NONE}</span>;
  return (
    <span className="figure">
      {value.toLocaleString(undefined, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })}
    </span>
  );
}

/** A result in multiples of the initial risk. */
export function RMultiple({ value }: FigureProps) {
  if (value === null || value === undefined) return <span className="muted">{NONE}</span>;
  return <Tone value={value}>{signed(value, 2)} R</Tone>;
}

export function Pips({ value }: FigureProps) {
  if (value === null || value === undefined) return <span className="muted">{NONE}</span>;
  return <Tone value={value}>{signed(value, 1)}</Tone>;
}

/** Integer minor units and an ISO currency. */
export function Money({ minor, currency }: { minor: number; currency: string }) {
  const format = new Intl.NumberFormat(undefined, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return <span className="figure">{format.format(minor / 10 ** digits)}</span>;
}

export function Percent({ value, decimals = 0 }: FigureProps & { decimals?: number }) {
  if (value === null || value === undefined) return <span className="muted">{NONE}</span>;
  return (
    <span className="figure">
      {value.toLocaleString(undefined, {
        style: "percent",
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      })}
    </span>
  );
}

export function Count({ value }: FigureProps) {
  return (
    <span className="figure">{value === null || value === undefined ? NONE : value.toLocaleString()}</span>
  );
}

/** Buy and sell by colour, mark and word. */
export function Side({ direction }: { direction: string }) {
  const buy = /^(buy|long)$/i.test(direction);
  const Mark = buy ? IconTriangleFilled : IconTriangleInvertedFilled;
  return (
    <Text component="span" inherit fw={600} className={buy ? "buy" : "sell"} style={{ whiteSpace: "nowrap" }}>
      <Mark size={9} aria-hidden style={{ marginInlineEnd: 6, verticalAlign: "baseline" }} />
      {buy ? "Buy" : "Sell"}
    </Text>
  );
}

/** A word with its definition on hover and focus. */
export function Explained({ children, meaning }: { children: ReactNode; meaning: ReactNode }) {
  return (
    <Tooltip label={meaning} maw={320}>
      <Box component="span" className="hint" tabIndex={0}>
        {children}
      </Box>
    </Tooltip>
  );
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** "1.2 MB", "0 bytes". */
export function bytesText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const unitDisplay = step === 0 ? "long" : "short";
  const options = { style: "unit", unit: UNITS[step], unitDisplay, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(undefined, options).format(bytes / 1_000 ** step);
}
