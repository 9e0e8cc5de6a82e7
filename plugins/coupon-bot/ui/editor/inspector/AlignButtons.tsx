import { ActionIcon, Tooltip } from "@mantine/core";
import {
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
} from "@tabler/icons-react";
import { useEditor } from "../editor.ts";
import { align, distribute, type Edge } from "../model/arranging.ts";
import { words as W } from "../texts.ts";
import classes from "./Inspector.module.css";

const EDGES: readonly (readonly [Edge, typeof IconLayoutAlignTop])[] = [
  ["left", IconLayoutAlignLeft],
  ["center", IconLayoutAlignCenter],
  ["right", IconLayoutAlignRight],
  ["top", IconLayoutAlignTop],
  ["middle", IconLayoutAlignMiddle],
  ["bottom", IconLayoutAlignBottom],
];
const AXES = [
  ["x", W.distributeX, IconLayoutDistributeVertical],
  ["y", W.distributeY, IconLayoutDistributeHorizontal],
] as const;

/** One layer with the picture, several among themselves. */
export function AlignButtons() {
  const { change, view, frame, selected } = useEditor();
  return (
    <div className={classes.aligns}>
      {EDGES.map(([edge, Icon]) => (
        <Tooltip key={edge} label={W.align[edge]}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={W.align[edge]}
            onClick={() => change((before) => align(before, view, frame, selected, edge))}
          >
            <Icon size={17} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
      {selected.size < 3
        ? null
        : AXES.map(([axis, label, Icon]) => (
            <Tooltip key={axis} label={label}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={label}
                onClick={() => change((before) => distribute(before, view, frame, selected, axis))}
              >
                <Icon size={17} stroke={1.6} aria-hidden />
              </ActionIcon>
            </Tooltip>
          ))}
    </div>
  );
}
