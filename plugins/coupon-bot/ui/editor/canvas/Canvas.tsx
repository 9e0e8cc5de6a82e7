import { Loader, VisuallyHidden } from "@mantine/core";
import { Notice } from "@promostack/web/kit";
import { useDeferredValue, useId, useRef } from "react";
import { useEditor } from "../editor.ts";
import { isBlank } from "../model/blank.ts";
import { useServerPicture } from "../preview/useServerPicture.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";
import { CanvasBar } from "./CanvasBar.tsx";
import { EmptyPicture } from "./EmptyPicture.tsx";
import { Handles } from "./Handles.tsx";
import { Missing } from "./Missing.tsx";
import { Readout } from "./Readout.tsx";
import { Stage } from "./Stage.tsx";
import { UploadList } from "./UploadList.tsx";
import { useDrop } from "./useDrop.ts";
import { useHand } from "./useHand.ts";
import { usePanning } from "./usePanning.ts";
import { useStudio } from "./useStudio.ts";
import { useZoom } from "./useZoom.ts";
import { useZoomKeys } from "./useZoomKeys.ts";

/** The picture under the hand: drawn here at once, and by the server over it as soon as the hand rests. */
export default function Canvas() {
  const { template, view, frame, values, selected, readOnly } = useEditor();
  const room = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const help = useId();
  const zoom = useZoom(frame, room);
  const { scale } = zoom;
  const studio = useStudio();
  const hand = useHand(picture, scale);
  const panning = usePanning(room);
  const drop = useDrop(picture, scale);
  useZoomKeys(zoom);
  const shown = hand.live?.template ?? template;
  const drawn = useDeferredValue(drawnAt(scale));
  const truth = useServerPicture({
    template,
    size: view.size,
    values,
    width: Math.min(frame.width, Math.max(320, frame.width * drawn)),
  });
  const exact = truth.fresh && hand.live === undefined;
  const state = exact ? "exact" : hand.live === undefined && truth.error === undefined ? "drawing" : "sketch";
  return (
    <section className={classes.canvas} aria-label={W.canvas} aria-describedby={help}>
      <VisuallyHidden id={help}>{W.canvasHelp}</VisuallyHidden>
      <div
        ref={room}
        className={classes.room}
        data-panning={panning.ready || undefined}
        {...panning.listeners}
      >
        <div className={classes.desk} {...hand.listeners} {...drop.listeners}>
          <div
            ref={picture}
            data-picture
            data-state={state}
            data-over={drop.over || undefined}
            className={classes.picture}
            style={{ width: frame.width * scale, height: frame.height * scale }}
          >
            <div className={classes.paper}>
              <div className={classes.stage} style={{ transform: `scale(${scale / drawn})` }} aria-hidden>
                <Stage
                  template={shown}
                  size={view.size}
                  frame={frame}
                  values={values}
                  selected={selected}
                  scale={drawn}
                  {...studio}
                />
              </div>
              {truth.url === undefined ? null : (
                <img
                  className={classes.truth}
                  src={truth.url}
                  alt={W.livePicture}
                  hidden={!exact}
                  draggable={false}
                />
              )}
            </div>
            <Missing template={shown} />
            {isBlank(template) && !readOnly ? <EmptyPicture over={drop.over} /> : null}
            <Handles
              template={shown}
              view={view}
              frame={frame}
              scale={scale}
              selected={selected}
              hovered={hand.hovered}
              guides={hand.live?.guides ?? []}
              band={hand.band}
              readOnly={readOnly}
              dragging={hand.live !== undefined}
            />
            {hand.live === undefined ? null : <Readout template={shown} scale={scale} />}
          </div>
        </div>
      </div>
      <div className={classes.notes}>
        {truth.error === undefined ? null : (
          <Notice tone="bad" title={W.pictureFails}>
            {truth.error.message}
          </Notice>
        )}
        <UploadList />
      </div>
      <CanvasBar zoom={zoom}>
        <span className={classes.state} role="status">
          {state === "drawing" ? <Loader size={10} color="gray" aria-hidden /> : null}
          {state === "exact" ? W.exact : state === "drawing" ? W.drawing : W.quick}
        </span>
      </CanvasBar>
    </section>
  );
}

/** Steps in which the sketch is drawn, so that zooming does not draw it anew each time. */
const STEPS = [0.25, 0.35, 0.5, 0.7, 1, 1.4];

function drawnAt(scale: number): number {
  const wanted = scale * Math.min(window.devicePixelRatio, 2);
  return STEPS.find((step) => step >= wanted) ?? 1.4;
}
