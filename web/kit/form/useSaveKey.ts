import { useHotkeys } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

/**
 * Ctrl S, also from within a field. Pressed while a save runs, it saves what was typed meanwhile once that one is through. Each press
 * waits for the page to be drawn once more: by then a save that began in the same moment is known to run.
 */
export function useSaveKey(save: () => void, busy: boolean): void {
  const [pressed, setPressed] = useState(false);
  const latest = useRef(save);
  latest.current = save;
  useHotkeys([["mod+S", () => setPressed(true)]], []);
  useEffect(() => {
    if (busy || !pressed) return;
    setPressed(false);
    latest.current();
  }, [busy, pressed]);
}
