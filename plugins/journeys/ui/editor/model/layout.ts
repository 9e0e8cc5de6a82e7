import { graphlib, layout } from "@dagrejs/dagre";
import type { Journey } from "../../../graph/journey.ts";
import { connections, type Place } from "./edits.ts";

export interface Size {
  width: number;
  height: number;
}

/** Places for all steps, from left to right along the ways between them. `sizes` are the cards' as they are drawn. */
export function placesOf(journey: Journey, sizes: ReadonlyMap<string, Size>): Map<string, Place> {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 36, ranksep: 90, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of journey.steps)
    graph.setNode(id, { ...(sizes.get(id) ?? { width: 248, height: 120 }) });
  for (const { step, exit, to } of connections(journey)) if (step !== "") graph.setEdge(step, to, {}, exit);
  layout(graph);
  return new Map(
    journey.steps.map(({ id }) => {
      const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id);
      return [id, { x: x - width / 2 + START_WIDTH, y: y - height / 2 }];
    }),
  );
}

/** Room at the left for the card of the start. */
const START_WIDTH = 340;
