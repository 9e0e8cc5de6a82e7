import { useHotkeys } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

/** Ctrl S, also from within a field. Pressed while a save runs, it saves what was typed meanwhile once that one is through. */
export function useSaveKey(save: () => void, busy: boolean): void {
  const [again, setAgain] = useState(false);
  const latest = useRef(save);
  latest.current = save;
  useHotkeys([["mod+S", () => (busy ? setAgain(true) : save())]], []);
  useEffect(() => {
    if (busy || !again) return;
    setAgain(false);
    latest.current();
  }, [busy, again]);
}
