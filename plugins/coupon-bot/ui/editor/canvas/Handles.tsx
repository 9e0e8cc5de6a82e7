import type { Box } from "../../../template/drawing.ts";
import type { Layer } from "../../../template/layer.ts";
import type { Size } from "../../../template/pixels.ts";
import type { Template } from "../../../template/template.ts";
import { boundsIn } from "../model/arranging.ts";
import { middleOf, unionOf } from "../model/geometry.ts";
import { boxOf, placeOf, type View } from "../model/placing.ts";
import { HANDLES, type Handle, pullOf } from "../model/resizing.ts";
import type { Guide } from "../model/snapping.ts";
import classes from "./Canvas.module.css";

interface HandlesProps {
  template: Template;
  view: View;
  frame: Size;
  /** Pixels of the screen to one of the picture. */
  scale: number;
  selected: ReadonlySet<string>;
  hovered: string | undefined;
  guides: readonly Guide[];
  band: Box | undefined;
  readOnly: boolean;
  dragging: boolean;
}

/** Outlines, handles, guides and the rubber band, over the picture and beyond its edges. */
export function Handles(props: HandlesProps) {
  const { template, view, frame, scale, selected, hovered, guides, band, readOnly, dragging } = props;
  const chosen = template.layers.filter(({ id }) => selected.has(id));
  const [only] = chosen;
  const under = template.layers.find(({ id }) => id === hovered && !selected.has(id));
  const union = unionOf([...boundsIn(template, view, frame, selected).values()]);
  return (
    <svg
      className={classes.handles}
      width={frame.width * scale}
      height={frame.height * scale}
      aria-hidden
      focusable={false}
    >
      {under === undefined ? null : <Outline {...{ layer: under, view, frame, scale }} quiet />}
      {chosen.map((layer) => (
        <Outline key={layer.id} {...{ layer, view, frame, scale }} quiet={chosen.length > 1} />
      ))}
      {readOnly || dragging ? null : chosen.length === 1 && only !== undefined ? (
        only.locked === true ? null : (
          <Grips
            box={scaled(boxOf(placeOf(only, view.size), frame), scale)}
            rotation={placeOf(only, view.size).rotation}
            handles={HANDLES}
            turns
          />
        )
      ) : union !== undefined && chosen.length > 1 ? (
        <>
          <rect className={classes.outline} {...scaled(union, scale)} />
          <Grips box={scaled(union, scale)} rotation={0} handles={CORNERS} turns={false} />
        </>
      ) : null}
      {guides.map(({ axis, at, from, to }) => (
        <line
          key={`${axis} ${at}`}
          className={classes.guide}
          {...(axis === "x"
            ? { x1: at * scale, x2: at * scale, y1: from * scale, y2: to * scale }
            : { y1: at * scale, y2: at * scale, x1: from * scale, x2: to * scale })}
        />
      ))}
      {band === undefined ? null : <rect className={classes.band} {...scaled(band, scale)} />}
    </svg>
  );
}

const CORNERS: readonly Handle[] = ["nw", "ne", "se", "sw"];
/** Below this length of a side its middle handle would cover the corners'. */
const ROOMY = 34;
/** How far the knob that turns stands off. */
const KNOB = 26;

function Outline({
  layer,
  view,
  frame,
  scale,
  quiet,
}: {
  layer: Layer;
  view: View;
  frame: Size;
  scale: number;
  quiet: boolean;
}) {
  const place = placeOf(layer, view.size);
  const box = scaled(boxOf(place, frame), scale);
  return (
    <rect
      className={classes.outline}
      data-quiet={quiet || undefined}
      data-locked={layer.locked === true || undefined}
      {...box}
      transform={turn(box, place.rotation)}
    />
  );
}

function Grips({
  box,
  rotation,
  handles,
  turns,
}: {
  box: Box;
  rotation: number;
  handles: readonly Handle[];
  turns: boolean;
}) {
  const middle = middleOf(box);
  const shown = handles.filter((handle) => {
    const { x, y } = pullOf(handle);
    return (x !== 0 || box.width > ROOMY) && (y !== 0 || box.height > ROOMY);
  });
  return (
    <g transform={turn(box, rotation)}>
      {turns ? (
        <g data-grip="turn">
          <line className={classes.outline} x1={middle.x} x2={middle.x} y1={box.y - KNOB + 6} y2={box.y} />
          <circle className={classes.reach} cx={middle.x} cy={box.y - KNOB} r={13} />
          <circle className={classes.grip} cx={middle.x} cy={box.y - KNOB} r={6} />
        </g>
      ) : null}
      {shown.map((handle) => {
        const { x, y } = pullOf(handle);
        const at = { x: middle.x + (x * box.width) / 2, y: middle.y + (y * box.height) / 2 };
        return (
          <g key={handle} data-grip={handle} style={{ cursor: cursorOf(handle, rotation) }}>
            <rect className={classes.reach} x={at.x - 10} y={at.y - 10} width={20} height={20} />
            {x === 0 || y === 0 ? (
              <rect
                className={classes.grip}
                x={at.x - (x === 0 ? 8 : 3)}
                y={at.y - (y === 0 ? 8 : 3)}
                width={x === 0 ? 16 : 6}
                height={y === 0 ? 16 : 6}
                rx={3}
              />
            ) : (
              <circle className={classes.grip} cx={at.x} cy={at.y} r={5.5} />
            )}
          </g>
        );
      })}
    </g>
  );
}

/** The arrow that shows which way a handle of a turned box pulls. */
function cursorOf(handle: Handle, rotation: number): string {
  const { x, y } = pullOf(handle);
  const degrees = (Math.atan2(y, x) * 180) / Math.PI + rotation;
  const eighth = ((Math.round(degrees / 45) % 4) + 4) % 4;
  return ["ew-resize", "nwse-resize", "ns-resize", "nesw-resize"][eighth] ?? "move";
}

function scaled({ x, y, width, height }: Box, scale: number): Box {
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}

function turn(box: Box, rotation: number): string | undefined {
  const { x, y } = middleOf(box);
  return rotation === 0 ? undefined : `rotate(${rotation} ${x} ${y})`;
}
