import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { Box } from "../../../template/drawing.ts";
import type { Template } from "../../../template/template.ts";
import { useEditor } from "../editor.ts";
import { type Dragged, dragged, type Grasp, type Grip, layerAt, layersIn } from "../model/dragging.ts";
import type { Spot } from "../model/geometry.ts";
import { HANDLES } from "../model/resizing.ts";

/** How far a hand must go before it means to drag, and how near something must be to snap or be meant: pixels of the screen. */
const STILL = 3;
const SNAPS = 6;
const NEAR = 3;

interface Holding {
  grasp: Grasp;
  /** Where it went down on the screen. */
  down: Spot;
  went: boolean;
  /** What is chosen when it turns out to have been a press. */
  pressed: string | undefined;
}

interface Hand {
  /** What is dragged, as it stands now. */
  live: Dragged | undefined;
  band: Box | undefined;
  hovered: string | undefined;
  listeners: {
    onPointerDown(event: PointerEvent): void;
    onPointerMove(event: PointerEvent): void;
    onPointerUp(event: PointerEvent): void;
    onPointerCancel(): void;
    onPointerLeave(): void;
    onDoubleClick(): void;
  };
}

/** A pointer over the picture: chooses, moves, resizes, turns. What it does becomes one step of the history when it lets go. */
export function useHand(picture: RefObject<HTMLElement | null>, scale: number): Hand {
  const { template, view, frame, selected, select, change, readOnly, write } = useEditor();
  const [live, setLive] = useState<Dragged>();
  const [band, setBand] = useState<Box>();
  const [hovered, setHovered] = useState<string>();
  const holding = useRef<Holding>(undefined);
  const banding = useRef<{ from: Spot; before: ReadonlySet<string> }>(undefined);

  const letGo = () => {
    holding.current = undefined;
    banding.current = undefined;
    setLive(undefined);
    setBand(undefined);
  };
  useEffect(() => {
    const abandon = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || holding.current?.went !== true) return;
      event.stopPropagation();
      holding.current = undefined;
      setLive(undefined);
    };
    document.addEventListener("keydown", abandon, { capture: true });
    return () => document.removeEventListener("keydown", abandon, { capture: true });
  }, []);

  const spot = (event: PointerEvent): Spot => {
    const { left = 0, top = 0 } = picture.current?.getBoundingClientRect() ?? {};
    return { x: (event.clientX - left) / scale, y: (event.clientY - top) / scale };
  };
  const take = (event: PointerEvent, chosen: ReadonlySet<string>, grip: Grip, pressed?: string) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const grasp = { template, view, frame, chosen, grip, from: spot(event), reach: SNAPS / scale };
    holding.current = { grasp, down: { x: event.clientX, y: event.clientY }, went: false, pressed };
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || event.defaultPrevented) return;
    // A press on the canvas ends writing elsewhere.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    event.preventDefault();
    const grip = gripUnder(event.target);
    if (grip !== undefined && !readOnly) return take(event, selected, grip);
    const at = spot(event);
    const more = event.shiftKey || event.metaKey || event.ctrlKey;
    const top = layerAt(template, view, frame, at, NEAR / scale);
    if (top === undefined) {
      event.currentTarget.setPointerCapture(event.pointerId);
      banding.current = { from: at, before: more ? selected : new Set() };
      if (!more) select([]);
      return;
    }
    if (more) return select(toggled(selected, top));
    const inHand = layerAt(template, view, frame, at, NEAR / scale, selected) !== undefined;
    const chosen = inHand ? selected : new Set([top]);
    if (!inHand) select(chosen);
    if (!readOnly) take(event, chosen, { do: "move" }, top);
  };
  const onPointerMove = (event: PointerEvent) => {
    const [held, from] = [holding.current, banding.current];
    if (held !== undefined) {
      held.went ||= Math.hypot(event.clientX - held.down.x, event.clientY - held.down.y) > STILL;
      if (!held.went) return;
      setHovered(undefined);
      setLive(dragged(held.grasp, { at: spot(event), ...modifiers(event) }));
    } else if (from !== undefined) {
      const box = between(from.from, spot(event));
      setBand(box);
      select([...from.before, ...layersIn(template, view, frame, box)]);
    } else {
      setHovered(layerAt(template, view, frame, spot(event), NEAR / scale));
    }
  };
  const onPointerUp = (event: PointerEvent) => {
    const held = holding.current;
    if (held?.went === true) {
      const { template: done } = dragged(held.grasp, { at: spot(event), ...modifiers(event) });
      change((before) =>
        before === held.grasp.template ? done : withPlaces(before, done, held.grasp.chosen),
      );
    } else if (held?.pressed !== undefined) {
      select([held.pressed]);
    }
    letGo();
  };
  return {
    live,
    band,
    hovered,
    listeners: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: letGo,
      onPointerLeave: () => setHovered(undefined),
      onDoubleClick: () => {
        const [only] = template.layers.filter(({ id }) => selected.has(id));
        if (only?.kind === "text" && !readOnly) write();
      },
    },
  };
}

function gripUnder(target: EventTarget): Grip | undefined {
  const name =
    target instanceof Element ? target.closest("[data-grip]")?.getAttribute("data-grip") : undefined;
  if (name === "turn") return { do: "turn" };
  const handle = HANDLES.find((each) => each === name);
  return handle === undefined ? undefined : { do: "resize", handle };
}

function modifiers({ shiftKey, altKey, ctrlKey, metaKey }: PointerEvent) {
  return { shift: shiftKey, alt: altKey, free: ctrlKey || metaKey };
}

/** What came in meanwhile (an upload, a colleague's draft) stays; the dragged layers come as they were let go. */
function withPlaces(now: Template, done: Template, chosen: ReadonlySet<string>): Template {
  const moved = new Map(done.layers.filter(({ id }) => chosen.has(id)).map((layer) => [layer.id, layer]));
  return { ...now, layers: now.layers.map((layer) => moved.get(layer.id) ?? layer) };
}

function toggled(selected: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

function between(a: Spot, b: Spot): Box {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}
