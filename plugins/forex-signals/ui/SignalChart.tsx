import { Skeleton } from "@mantine/core";
import {
  Candles,
  type ChartLevel,
  type ChartMark,
  ErrorState,
  Status,
  useResource,
} from "@promostack/web/kit";
import { useMemo } from "react";
import type { Candles as CandleList, SignalDetail } from "../api.ts";
import { reasonText } from "./signalWords.tsx";
import { words as W } from "./texts.ts";

/** Candles around a signal's life with its entry, stops, targets and exits. */
export function SignalChart({ signal }: { signal: SignalDetail }) {
  const open = signal.status === "open";
  const candles = useResource<CandleList>(
    `/api/p/forex-signals/signals/${signal.id}/candles`,
    {},
    { topics: ["signals"], every: open ? 15_000 : undefined },
  );
  const levels = useMemo(() => levelsOf(signal), [signal]);
  const marks = useMemo(() => marksOf(signal), [signal]);
  if (candles.error !== null && candles.data === undefined)
    return <ErrorState error={candles.error} retry={() => void candles.refetch()} />;
  if (candles.data === undefined) return <Skeleton h={460} />;
  return (
    <>
      {candles.data.simulated ? <Status tone="info">{W.simulated}</Status> : null}
      <Candles
        symbol={signal.symbol}
        bars={candles.data.items}
        digits={signal.digits}
        levels={levels}
        marks={marks}
        height={400}
        live={open}
      />
    </>
  );
}

function levelsOf(signal: SignalDetail): ChartLevel[] {
  const { entry, stop, effectiveStop, targets, targetsHit } = signal;
  return [
    { price: entry, title: W.entry, tone: "entry" },
    { price: effectiveStop, title: W.stop, tone: "stop" },
    ...(stop === effectiveStop
      ? []
      : [{ price: stop, title: `${W.stop} 0`, tone: "stop" as const, past: true }]),
    ...targets.map((price, index) => ({
      price,
      title: `T${index + 1}`,
      tone: "target" as const,
      past: index < targetsHit,
    })),
  ];
}

function marksOf(signal: SignalDetail): ChartMark[] {
  const buy = signal.direction === "buy";
  return [
    { time: signal.openedAt, title: "", tone: "entry", above: !buy },
    ...signal.fills.map((fill): ChartMark => {
      const gain = (fill.price - signal.entry) * (buy ? 1 : -1);
      return {
        time: fill.time,
        title: `${reasonText(fill.reason)} ${Math.round(fill.fraction * 100)}%`,
        tone: gain > 0 ? "good" : gain < 0 ? "bad" : "flat",
        above: gain > 0 === buy,
      };
    }),
  ];
}
