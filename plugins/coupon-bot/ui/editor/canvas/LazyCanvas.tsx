import { lazy, Suspense } from "react";
import { words as W } from "../texts.ts";

const Canvas = lazy(() => import("./Canvas.tsx"));

/** The canvas; what draws it comes when a page shows one. */
export function LazyCanvas() {
  return (
    <Suspense fallback={<section aria-label={W.canvas} aria-busy />}>
      <Canvas />
    </Suspense>
  );
}
