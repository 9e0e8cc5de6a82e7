import { Skeleton } from "@mantine/core";
import { lazy, Suspense } from "react";
import type { AsTableProps } from "./AsTable.tsx";
import type { PlotProps } from "./Plot.tsx";

const Lines = lazy(() => import("./Plot.tsx"));
const Rows = lazy(() => import("./AsTable.tsx"));

/** Lines over one scale; what draws them comes when they are looked at. */
export function Plot(props: PlotProps) {
  return (
    <Suspense fallback={<Skeleton h={(props.height ?? 220) + 60} />}>
      <Lines {...props} />
    </Suspense>
  );
}

/** The same as a plot in figures, for those who want them, or do not see it. */
export function AsTable(props: AsTableProps) {
  return (
    <Suspense fallback={<Skeleton h={20} w={120} />}>
      <Rows {...props} />
    </Suspense>
  );
}
