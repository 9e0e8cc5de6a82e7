import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { isWriting } from "../isWriting.ts";

/** Looking elsewhere by dragging the room itself: with Space held, or with the middle button. */
export function usePanning(room: RefObject<HTMLElement | null>) {
  const [ready, setReady] = useState(false);
  const last = useRef<{ x: number; y: number }>(undefined);
  useEffect(() => {
    const space = (event: KeyboardEvent) => {
      if (event.code !== "Space" || isWriting(event.target) || isPressed(event.target)) return;
      if (event.type === "keydown") event.preventDefault();
      setReady(event.type === "keydown");
    };
    document.addEventListener("keydown", space);
    document.addEventListener("keyup", space);
    return () => {
      document.removeEventListener("keydown", space);
      document.removeEventListener("keyup", space);
    };
  }, []);
  const end = () => {
    last.current = undefined;
  };
  return {
    ready,
    listeners: {
      // Before the picture's own listeners.
      onPointerDownCapture(event: PointerEvent<HTMLElement>) {
        if (event.button !== 1 && !(ready && event.button === 0)) return;
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = { x: event.clientX, y: event.clientY };
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (last.current === undefined || room.current === null) return;
        room.current.scrollLeft -= event.clientX - last.current.x;
        room.current.scrollTop -= event.clientY - last.current.y;
        last.current = { x: event.clientX, y: event.clientY };
      },
      onPointerUp: end,
      onPointerCancel: end,
    },
  };
}

/** What Space itself presses: buttons and switches. */
function isPressed(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement || target instanceof HTMLInputElement;
}
