import { useEffect } from "react";
import type { Zoom } from "./useZoom.ts";

/** Ctrl with +, -, 0 and 1: the picture in the place of the page. */
export function useZoomKeys(zoom: Zoom): void {
  const { in: nearer, out: farther, fit, to } = zoom;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const act = { "+": nearer, "=": nearer, "-": farther, "0": fit, "1": () => to(1) }[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [nearer, farther, fit, to]);
}
