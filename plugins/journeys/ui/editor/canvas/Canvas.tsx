import "@xyflow/react/dist/base.css";
import { useComputedColorScheme } from "@mantine/core";
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  getViewportForBounds,
  MiniMap,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  ReactFlowProvider,
  useNodesInitialized,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { StepKind } from "../../../graph/step.ts";
import { useEditor } from "../editor.ts";
import { connect, type ExitOf, moveSteps, type Place } from "../model/edits.ts";
import { words as W } from "../texts.ts";
import { AddMenu } from "./AddMenu.tsx";
import classes from "./Canvas.module.css";
import { CanvasTools } from "./CanvasTools.tsx";
import { DRAGGED_KIND, kindOf } from "./dragging.ts";
import { EmptyCanvas } from "./EmptyCanvas.tsx";
import { type CanvasNode, edgesOf, exitOfEdge, exitOfHandle, nodesOf, START_NODE } from "./nodes.ts";
import { StartCard } from "./StartCard.tsx";
import { StepCard } from "./StepCard.tsx";
import { useCanvasKeys } from "./useCanvasKeys.ts";

const NODE_TYPES = { step: StepCard, start: StartCard };
const NOTHING: ReadonlySet<string> = new Set();

/** The journey as cards and ways between them. */
export default function Canvas() {
  return (
    <ReactFlowProvider>
      <Cards />
    </ReactFlowProvider>
  );
}

function Cards() {
  const editor = useEditor();
  const { journey, selected, readOnly, change, select, tested } = editor;
  const flow = useReactFlow<CanvasNode>();
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const [nodes, setNodes] = useState<CanvasNode[]>(() => nodesOf(journey, selected, [], !readOnly));
  const [ways, setWays] = useState<ReadonlySet<string>>(NOTHING);
  const [asked, setAsked] = useState<{ from: ExitOf; place: Place; at: Place }>();
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    setNodes((before) => nodesOf(journey, selected, before, !readOnly));
  }, [journey, selected, readOnly]);
  const walked = useMemo(
    () => new Set(tested.at === undefined ? tested.walked : [...tested.walked, tested.at]),
    [tested],
  );
  const edges = useMemo(() => edgesOf(journey, ways, walked), [journey, ways, walked]);
  useFirstFit();
  useLook();
  useInView(editor.tested.at ?? (selected.size === 1 ? [...selected][0] : undefined));
  useCanvasKeys(ways, () => setWays(NOTHING));

  const applied = (changes: NodeChange<CanvasNode>[]) => {
    // Removing is the editor's own doing: it can be undone.
    const next = applyNodeChanges(
      changes.filter(({ type }) => type !== "remove"),
      nodes,
    );
    setNodes(next);
    if (changes.some(({ type }) => type === "select"))
      select(next.filter((node) => node.selected && node.id !== START_NODE).map(({ id }) => id));
    const moved = changes.flatMap((each) =>
      each.type === "position" && each.dragging === false && each.position !== undefined
        ? [[each.id, each.position] as const]
        : [],
    );
    if (moved.length > 0 && !readOnly) change((before) => moveSteps(before, new Map(moved)), "move");
  };

  const connected = ({ source, sourceHandle, target }: Connection) =>
    change((before) => connect(before, exitOfHandle(source, sourceHandle), target));

  /** Dropped on the bare canvas: asks which step is to come there. */
  const ended: OnConnectEnd = (event, { isValid, fromNode, fromHandle, toNode }) => {
    if (isValid || toNode !== null || fromNode === null || fromHandle?.type !== "source") return;
    const { clientX, clientY } = "changedTouches" in event ? (event.changedTouches[0] ?? NOWHERE) : event;
    const { left = 0, top = 0 } = frame.current?.getBoundingClientRect() ?? {};
    setAsked({
      from: exitOfHandle(fromNode.id, fromHandle.id),
      place: flow.screenToFlowPosition({ x: clientX, y: clientY - 30 }),
      at: { x: clientX - left, y: clientY - top },
    });
  };

  const dropped = (event: React.DragEvent) => {
    const kind = kindOf(event.dataTransfer.getData(DRAGGED_KIND));
    if (kind === undefined) return;
    event.preventDefault();
    editor.add(kind, { place: flow.screenToFlowPosition({ x: event.clientX - 60, y: event.clientY - 20 }) });
  };
  const added = (kind: StepKind) => {
    if (asked !== undefined) editor.add(kind, { place: asked.place, from: asked.from });
    setAsked(undefined);
  };

  return (
    <section className={classes.canvas} ref={frame} aria-label={W.canvas} aria-describedby="canvas-help">
      <p id="canvas-help" hidden>
        {W.canvasHelp}
      </p>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodesChange={applied}
        onEdgesChange={(changes) =>
          setWays((before) => {
            const next = new Set(before);
            for (const each of changes)
              if (each.type === "select") each.selected ? next.add(each.id) : next.delete(each.id);
            return next;
          })
        }
        onConnect={connected}
        onConnectEnd={ended}
        onReconnect={(edge, { source, sourceHandle, target }) =>
          change((before) =>
            connect(
              connect(before, exitOfEdge(edge.id), undefined),
              exitOfHandle(source, sourceHandle),
              target,
            ),
          )
        }
        onNodeDoubleClick={(_event, node) => {
          if (node.id === START_NODE) editor.show("journey");
          else editor.show("step");
        }}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(DRAGGED_KIND)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = "copy";
        }}
        onDrop={dropped}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        deleteKeyCode={null}
        selectNodesOnDrag={false}
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        selectionKeyCode="Shift"
        connectionRadius={32}
        minZoom={0.15}
        maxZoom={1.6}
        panOnScroll
        onlyRenderVisibleElements={journey.steps.length > 60}
        colorMode={scheme}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
        {journey.steps.length > 3 ? (
          <MiniMap
            style={{ width: 160, height: 110 }}
            pannable
            zoomable
            ariaLabel={W.minimap}
            className={classes.minimap}
          />
        ) : null}
        <CanvasTools />
      </ReactFlow>
      {journey.steps.length === 0 && !readOnly ? <EmptyCanvas /> : null}
      {asked === undefined ? null : (
        <AddMenu at={asked.at} choose={added} close={() => setAsked(undefined)} />
      )}
    </section>
  );
}

const NOWHERE = { clientX: 0, clientY: 0 };

/** Brings a step into view that was looked for elsewhere. */
function useLook() {
  const { looked } = useEditor();
  const { fitView } = useReactFlow();
  useEffect(() => {
    if (looked !== undefined)
      void fitView({ nodes: [{ id: looked.step }], maxZoom: 1, padding: 0.6, duration: 150 });
  }, [looked, fitView]);
}

/** Moves the canvas so far that a card can be seen whole: a panel may have come over it. */
function useInView(id: string | undefined) {
  const flow = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  useEffect(() => {
    const node = id === undefined ? undefined : flow.getInternalNode(id);
    if (node?.measured.width === undefined || node.measured.height === undefined) return;
    const { x, y, zoom } = flow.getViewport();
    const { x: left, y: top } = node.internals.positionAbsolute;
    const by = (from: number, length: number, room: number) =>
      from < EDGE ? EDGE - from : Math.min(0, room - EDGE - (from + length));
    const right = by(left * zoom + x, node.measured.width * zoom, width);
    const down = by(top * zoom + y, node.measured.height * zoom, height);
    if (right !== 0 || down !== 0)
      void flow.setViewport({ x: x + right, y: y + down, zoom }, { duration: 120 });
  }, [id, width, height, flow]);
}

const EDGE = 24;

/** Below this nothing can be read. */
const READABLE = 0.62;

/** Once the cards are measured: shows everything where that can be read, else the beginning. */
function useFirstFit() {
  const measured = useNodesInitialized();
  const flow = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const [fitted, setFitted] = useState(false);
  useEffect(() => {
    if (!measured || fitted) return;
    setFitted(true);
    const bounds = flow.getNodesBounds(flow.getNodes());
    const { x, y, zoom } = getViewportForBounds(bounds, width, height, READABLE, 1, 0.12);
    const tooWide = bounds.width * zoom > width;
    void flow.setViewport({ x: tooWide ? 32 - bounds.x * zoom : x, y, zoom });
  }, [measured, fitted, flow, width, height]);
}
