import type { Edge, Node } from "@xyflow/react";
import type { Journey } from "../../../graph/journey.ts";
import type { Step } from "../../../graph/step.ts";
import { connections, type ExitOf, type Place, START } from "../model/edits.ts";

export type StepNode = Node<{ step: Step }, "step">;
export type StartNode = Node<{ empty: boolean }, "start">;
export type CanvasNode = StepNode | StartNode;

/** The start's card is no step: its id is none that a step may have. */
export const START_NODE = "~start";

/** Cards of a journey. What the canvas has measured of those before stays with them. */
export function nodesOf(
  journey: Journey,
  selected: ReadonlySet<string>,
  before: readonly CanvasNode[],
  movable: boolean,
): CanvasNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const steps = journey.steps.map((step): StepNode => {
    const old = known.get(step.id);
    const chosen = selected.has(step.id);
    const same = old?.type === "step" && old.data.step === step && old.selected === chosen;
    if (same && old.draggable === movable && !old.dragging) return old;
    return {
      ...(old?.type === "step" && old),
      id: step.id,
      type: "step",
      position: old?.dragging ? old.position : { x: step.x, y: step.y },
      data: { step },
      selected: chosen,
      draggable: movable,
    };
  });
  const old = known.get(START_NODE);
  const start: StartNode = {
    ...(old?.type === "start" && old),
    id: START_NODE,
    type: "start",
    position: startPlace(journey),
    data: { empty: journey.triggers.length === 0 },
    draggable: false,
    selectable: false,
    focusable: false,
  };
  return [start, ...steps];
}

/** At the left of the first step, or where it will be. */
function startPlace({ start, steps }: Journey): Place {
  const first = steps.find(({ id }) => id === start) ?? steps[0];
  return first === undefined ? { x: 0, y: 0 } : { x: first.x - 310, y: first.y };
}

export function edgesOf(journey: Journey, selected: ReadonlySet<string>, live: ReadonlySet<string>): Edge[] {
  return connections(journey).map(({ step, exit, to }) => {
    const id = edgeId({ step, exit });
    const source = step === "" ? START_NODE : step;
    return {
      id,
      source,
      sourceHandle: exit,
      target: to,
      selected: selected.has(id),
      animated: live.has(to) && (step === "" || live.has(step)),
      ...(exit === "timeout" || exit === "invalid" || exit === "failed" || exit === "over"
        ? { className: "aside" }
        : {}),
    };
  });
}

export function edgeId({ step, exit }: ExitOf): string {
  return `${step}>${exit}`;
}

/** What an edge's id says. */
export function exitOfEdge(id: string): ExitOf {
  const [step = "", exit = ""] = id.split(">");
  return { step, exit };
}

/** What a connection on the canvas starts from. */
export function exitOfHandle(node: string, handle: string | null | undefined): ExitOf {
  return node === START_NODE ? START : { step: node, exit: handle ?? "next" };
}
