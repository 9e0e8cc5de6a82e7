import { Text, UnstyledButton } from "@mantine/core";
import { IconBackground } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { useEditor } from "../editor.ts";
import { putAt } from "../model/layers.ts";
import { words as W } from "../texts.ts";
import { LayerRow } from "./LayerRow.tsx";
import classes from "./Panels.module.css";

/** Layers, the uppermost first, and the background. Rows are dragged into another order. */
export function LayerList({ openBackground }: { openBackground?: () => void }) {
  const { template, selected, select, change, readOnly } = useEditor();
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  const inSight = template.layers.toReversed();
  const end = () => {
    setDragged(undefined);
    setOver(undefined);
  };
  const drop = () => {
    const index = template.layers.findIndex(({ id }) => id === over);
    if (dragged !== undefined && index >= 0) change((now) => putAt(now, dragged, index));
    end();
  };
  const choose = (id: string, more: boolean, range: boolean) => {
    if (range && selected.size > 0) {
      const at = (each: string) => inSight.findIndex((layer) => layer.id === each);
      const places = [...selected, id].map(at);
      select(inSight.slice(Math.min(...places), Math.max(...places) + 1).map((layer) => layer.id));
    } else if (more) {
      select(selected.has(id) ? [...selected].filter((each) => each !== id) : [...selected, id]);
    } else select([id]);
  };
  return (
    <section className={classes.layers} aria-label={W.layers}>
      {template.layers.length === 0 ? (
        <Text size="xs" c="dimmed" p="sm">
          {W.noLayers}
        </Text>
      ) : null}
      <ol className={classes.list}>
        {inSight.map((layer) => (
          <li
            key={layer.id}
            draggable={!readOnly}
            className={classes.item}
            data-over={(over === layer.id && dragged !== layer.id) || undefined}
            data-dragged={dragged === layer.id || undefined}
            onDragStart={(event: DragEvent) => {
              event.dataTransfer.effectAllowed = "move";
              setDragged(layer.id);
            }}
            onDragOver={(event: DragEvent) => {
              if (dragged === undefined) return;
              event.preventDefault();
              setOver(layer.id);
            }}
            onDrop={drop}
            onDragEnd={end}
          >
            <LayerRow layer={layer} chosen={selected.has(layer.id)} choose={choose} />
          </li>
        ))}
      </ol>
      <UnstyledButton
        className={classes.row}
        data-background
        aria-pressed={selected.size === 0}
        onClick={() => {
          select([]);
          openBackground?.();
        }}
      >
        <IconBackground size={16} stroke={1.6} aria-hidden />
        <span className="clip">{W.background}</span>
      </UnstyledButton>
    </section>
  );
}
