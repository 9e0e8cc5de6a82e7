import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Size } from "../../../template/pixels.ts";

/** Pixels of the screen to one of the picture. */
const [LEAST, MOST] = [0.05, 4];
const STEP = 1.2;
/** Room that is left around a picture that fits, in pixels. */
const AROUND = 56;

export interface Zoom {
  scale: number;
  /** Follows the room that there is. */
  fits: boolean;
  fit(): void;
  to(scale: number): void;
  by(factor: number): void;
  in(): void;
  out(): void;
}

/** How large a picture is shown in a room that scrolls. The wheel zooms with Ctrl, around the pointer. */
export function useZoom(frame: Size, room: RefObject<HTMLElement | null>): Zoom {
  const [chosen, choose] = useState<number>();
  const [fitting, setFitting] = useState<number>();
  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const measure = () => {
      const { offsetWidth: width, offsetHeight: height } = element;
      const scale = Math.min((width - AROUND) / frame.width, (height - AROUND) / frame.height);
      setFitting(within(scale));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [room, frame]);

  const scale = chosen ?? fitting ?? 0.4;
  const latest = useRef(scale);
  latest.current = scale;
  /** The point of the picture that stays where it is on the screen. */
  const held = useRef<{ x: number; y: number; part: { x: number; y: number } }>(undefined);
  const hold = useCallback(
    (x: number, y: number) => {
      const picture = room.current?.querySelector("[data-picture]")?.getBoundingClientRect();
      if (picture === undefined) return;
      const part = { x: (x - picture.left) / picture.width, y: (y - picture.top) / picture.height };
      held.current = { x, y, part };
    },
    [room],
  );
  /** By keys and buttons, around the middle of the room. */
  const to = useCallback(
    (next: number) => {
      const { left = 0, top = 0, width = 0, height = 0 } = room.current?.getBoundingClientRect() ?? {};
      hold(left + width / 2, top + height / 2);
      choose(within(next));
    },
    [room, hold],
  );
  const by = useCallback((factor: number) => to(latest.current * factor), [to]);

  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      hold(event.clientX, event.clientY);
      choose(within(latest.current * Math.exp(-event.deltaY / 400)));
    };
    // React's own listener could not keep the browser from zooming the page.
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  }, [room, hold]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the scale, and no other time.
  useEffect(() => {
    const [element, point] = [room.current, held.current];
    const picture = element?.querySelector("[data-picture]")?.getBoundingClientRect();
    held.current = undefined;
    if (element === null || point === undefined || picture === undefined) return;
    element.scrollLeft += picture.left + point.part.x * picture.width - point.x;
    element.scrollTop += picture.top + point.part.y * picture.height - point.y;
  }, [scale]);

  const fit = useCallback(() => choose(undefined), []);
  return {
    scale,
    fits: chosen === undefined,
    fit,
    to,
    by,
    in: useCallback(() => by(STEP), [by]),
    out: useCallback(() => by(1 / STEP), [by]),
  };
}

function within(scale: number): number {
  return Math.min(MOST, Math.max(LEAST, scale));
}
