import { Skeleton } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import { lazy, Suspense } from "react";

const Picker = lazy(() =>
  import("./ColourWidget.tsx").then(({ ColourWidget }) => ({ default: ColourWidget })),
);

/** The colour picker, which few forms have, comes with the first that has one. */
export function LazyColour(props: WidgetProps) {
  return (
    <Suspense fallback={<Skeleton h={58} />}>
      <Picker {...props} />
    </Suspense>
  );
}
