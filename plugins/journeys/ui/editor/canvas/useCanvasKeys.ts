import { useHotkeys } from "@mantine/hooks";
import { notify } from "@promostack/web/kit";
import { useEffect, useRef } from "react";
import { chosenSteps, useEditor } from "../editor.ts";
import { asText, stepsFrom } from "../model/copying.ts";
import { connect } from "../model/edits.ts";
import { words as W } from "../texts.ts";
import { exitOfEdge } from "./nodes.ts";

/** Delete, select all, duplicate, and the clipboard; none of them while somebody writes in a field. */
export function useCanvasKeys(ways: ReadonlySet<string>, forgetWays: () => void): void {
  const editor = useEditor();
  const { readOnly, selected, journey, change, remove, select, duplicate } = editor;
  const removeChosen = () => {
    if (readOnly) return;
    if (ways.size > 0) {
      change((before) => [...ways].reduce((next, way) => connect(next, exitOfEdge(way), undefined), before));
      forgetWays();
    }
    if (selected.size > 0) remove(selected);
  };
  useHotkeys([
    ["Delete", removeChosen],
    ["Backspace", removeChosen],
    ["mod+A", () => select(journey.steps.map(({ id }) => id))],
    ["mod+D", () => !readOnly && selected.size > 0 && duplicate(selected)],
    ["Escape", () => select([])],
  ]);

  // The clipboard's own events need no permission, and what was copied can be pasted into another window.
  const latest = useRef(editor);
  latest.current = editor;
  useEffect(() => {
    const copied = (event: ClipboardEvent) => {
      const steps = chosenSteps(latest.current);
      if (isWriting() || steps.length === 0 || event.clipboardData === null) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", asText(steps));
      void notify({ tone: "good", message: W.copied(steps.length) });
      if (event.type === "cut" && !latest.current.readOnly)
        latest.current.remove(new Set(steps.map(({ id }) => id)));
    };
    const pasted = (event: ClipboardEvent) => {
      if (isWriting() || latest.current.readOnly) return;
      const steps = stepsFrom(event.clipboardData?.getData("text/plain") ?? "");
      if (steps === undefined || steps.length === 0) return;
      event.preventDefault();
      latest.current.paste(steps);
      void notify({ tone: "good", message: W.pasted(steps.length) });
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

function isWriting(): boolean {
  const { activeElement } = document;
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement) return true;
  return (window.getSelection()?.toString() ?? "") !== "";
}
