import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { CandlesProps } from "./Candles.tsx";

const Chart = lazy(() => import("./Candles.tsx"));

/** Candles with levels and marks; the drawing library comes when the chart is looked at. */
export function Candles(props: CandlesProps) {
  return (
    <Suspense fallback={<Skeleton h={(props.height ?? 380) + 40} />}>
      <Chart {...props} />
    </Suspense>
  );
}
