import { notify } from "@promostack/web/kit";
import { useEffect, useRef } from "react";
import { chosenLayers, type Editor } from "./editor.ts";
import { isWriting } from "./isWriting.ts";
import { moveBy } from "./model/arranging.ts";
import { asText, layersFrom } from "./model/copying.ts";
import { isFree } from "./model/dragging.ts";
import { newIds } from "./model/ids.ts";
import { copiesOf, reorder, type Way } from "./model/layers.ts";
import { words as W } from "./texts.ts";

/** Per cent of the picture that an arrow moves by. */
const NUDGE = 0.5;
const FAR = 5;
const ARROWS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Keys of the canvas, and its clipboard; none of them while somebody writes in a field. */
export function useKeys(editor: Editor, help: () => void): void {
  const latest = useRef({ editor, help });
  latest.current = { editor, help };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const act = actFor(event, latest.current);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);

  // The clipboard's own events need no permission, and what was copied can be pasted into another window.
  useEffect(() => {
    const copied = (event: ClipboardEvent) => {
      const { editor: now } = latest.current;
      const layers = chosenLayers(now);
      if (isWriting(document.activeElement) || layers.length === 0 || hasWordsChosen()) return;
      event.preventDefault();
      event.clipboardData?.setData("text/plain", asText(layers));
      void notify({ tone: "good", message: W.copied(layers.length) });
      if (event.type === "cut" && !now.readOnly) now.remove(now.selected);
    };
    const pasted = (event: ClipboardEvent) => {
      const { editor: now } = latest.current;
      if (isWriting(document.activeElement) || now.readOnly) return;
      const layers = layersFrom(event.clipboardData?.getData("text/plain") ?? "");
      if (layers === undefined || layers.length === 0) return;
      event.preventDefault();
      now.add(copiesOf(layers, newIds(now.template), now.view));
      void notify({ tone: "good", message: W.pasted(layers.length) });
    };
    document.addEventListener("copy", copied);
    document.addEventListener("cut", copied);
    document.addEventListener("paste", pasted);
    return () => {
      document.removeEventListener("copy", copied);
      document.removeEventListener("cut", copied);
      document.removeEventListener("paste", pasted);
    };
  }, []);
}

interface Parts {
  editor: Editor;
  help(): void;
}

function actFor(event: KeyboardEvent, { editor, help }: Parts): (() => void) | undefined {
  const ctrl = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (isWriting(event.target)) return undefined;
  if (key === "?") return help;
  const { template, view, selected } = editor;
  if (ctrl && key === "a")
    return () => editor.select(template.layers.flatMap((each) => (isFree(each, view.size) ? [each.id] : [])));
  if (key === "Escape") return selected.size > 0 ? () => editor.select([]) : undefined;
  if (editor.readOnly || selected.size === 0) return undefined;
  return changeFor(key, ctrl, event.shiftKey, editor);
}

function changeFor(key: string, ctrl: boolean, shift: boolean, editor: Editor): (() => void) | undefined {
  const { selected, change, view } = editor;
  const arrow = ARROWS[key];
  if (arrow !== undefined && !ctrl) {
    const by = shift ? FAR : NUDGE;
    const free = new Set(chosenLayers(editor).flatMap((each) => (each.locked === true ? [] : [each.id])));
    const about = `nudge ${[...free].join(" ")}`;
    return () => change((before) => moveBy(before, view, free, { x: arrow.x * by, y: arrow.y * by }), about);
  }
  if (ctrl && key === "d") return () => editor.duplicate(selected);
  if (key === "Delete" || key === "Backspace") return () => editor.remove(selected);
  const way = WAYS[`${ctrl ? "ctrl " : ""}${key}`];
  return way && (() => change((before) => reorder(before, selected, way)));
}

const WAYS: Readonly<Record<string, Way>> = {
  "]": "forward",
  "[": "backward",
  "ctrl ]": "front",
  "ctrl [": "back",
};

function hasWordsChosen(): boolean {
  return (window.getSelection()?.toString() ?? "") !== "";
}
