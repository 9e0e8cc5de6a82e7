import { notify } from "@promostack/web/kit";
import { type DragEvent, type RefObject, useState } from "react";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import { usePlacing } from "../usePlacing.ts";

/** Pictures that are dropped onto the canvas: uploaded, and laid where they fell. */
export function useDrop(picture: RefObject<HTMLElement | null>, scale: number) {
  const { readOnly } = useEditor();
  const place = usePlacing();
  const [over, setOver] = useState(false);
  const files = (event: DragEvent) => !readOnly && event.dataTransfer.types.includes("Files");
  return {
    over,
    listeners: {
      onDragOver(event: DragEvent) {
        if (!files(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        if (!files(event)) return;
        event.preventDefault();
        setOver(false);
        const pictures = [...event.dataTransfer.files].filter(({ type }) => type.startsWith("image/"));
        if (pictures.length === 0) void notify({ tone: "warn", message: W.notAPicture });
        const { left = 0, top = 0 } = picture.current?.getBoundingClientRect() ?? {};
        const at = { x: (event.clientX - left) / scale, y: (event.clientY - top) / scale };
        for (const file of pictures) void place(file, "image", at);
      },
    },
  };
}
