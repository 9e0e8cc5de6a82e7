import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { TriedValues } from "../preview/TriedValues.tsx";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";
import type { Zoom } from "./useZoom.ts";

/** Under the picture: how true it is, what it is filled with, zoom. */
export function CanvasBar({ zoom, children }: { zoom: Zoom; children: ReactNode }) {
  return (
    <div className={classes.bar}>
      {children}
      <TriedValues />
      <fieldset className={classes.zoom} aria-label={W.zoom}>
        <Tool label={`${W.zoomOut} (Ctrl −)`} act={zoom.out}>
          <IconMinus size={14} aria-hidden />
        </Tool>
        <Tooltip label={`${W.fit} (Ctrl 0)`}>
          <Button size="compact-xs" variant={zoom.fits ? "light" : "subtle"} color="gray" onClick={zoom.fit}>
            <span className="figure">{W.percent(zoom.scale)}</span>
          </Button>
        </Tooltip>
        <Tool label={`${W.zoomIn} (Ctrl +)`} act={zoom.in}>
          <IconPlus size={14} aria-hidden />
        </Tool>
      </fieldset>
    </div>
  );
}

function Tool({ label, act, children }: { label: string; act(): void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} onClick={act}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
