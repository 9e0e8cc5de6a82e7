import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutGrid, IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import { Panel, useReactFlow } from "@xyflow/react";
import type { ReactNode } from "react";
import { useEditor } from "../editor.ts";
import { moveSteps } from "../model/edits.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";

/** Zoom, show everything, tidy up. */
export function CanvasTools() {
  const { journey, change, readOnly } = useEditor();
  const flow = useReactFlow();
  const tidy = async () => {
    const { placesOf } = await import("../model/layout.ts");
    const sizes = new Map(
      flow
        .getNodes()
        .map(({ id, measured }) => [id, { width: measured?.width ?? 248, height: measured?.height ?? 120 }]),
    );
    change((before) => moveSteps(before, placesOf(before, sizes)));
    window.setTimeout(() => void flow.fitView({ padding: 0.15, maxZoom: 1 }), 50);
  };
  return (
    <Panel position="bottom-left" className={classes.tools}>
      <Tool label={W.zoomIn} act={() => void flow.zoomIn()}>
        <IconPlus size={16} aria-hidden />
      </Tool>
      <Tool label={W.zoomOut} act={() => void flow.zoomOut()}>
        <IconMinus size={16} aria-hidden />
      </Tool>
      <Tool label={W.fit} act={() => void flow.fitView({ padding: 0.15, maxZoom: 1 })}>
        <IconMaximize size={16} aria-hidden />
      </Tool>
      {readOnly || journey.steps.length < 2 ? null : (
        <Tool label={W.tidy} act={() => void tidy()}>
          <IconLayoutGrid size={16} aria-hidden />
        </Tool>
      )}
    </Panel>
  );
}

function Tool({ label, act, children }: { label: string; act(): void; children: ReactNode }) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon variant="default" size={30} aria-label={label} onClick={act}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
