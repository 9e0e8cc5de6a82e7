import { Text, Tooltip, UnstyledButton } from "@mantine/core";
import { useEditor } from "../editor.ts";
import { PALETTE } from "../model/kinds.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";
import { DRAGGED_KIND } from "./dragging.ts";

/** Kinds of steps: dragged onto the canvas, or pressed, which adds one after the chosen step. */
export function Palette() {
  const { add } = useEditor();
  return (
    <nav className={classes.palette} aria-label={W.palette}>
      {PALETTE.map(({ title, kinds }) => (
        <div key={title}>
          <Text size="xs" c="dimmed" px={8} pt={8} pb={2}>
            {title}
          </Text>
          {kinds.map(({ kind, Icon, tint }) => (
            <Tooltip key={kind} label={W.hints[kind]} position="right" maw={220} openDelay={500}>
              <UnstyledButton
                className={classes.paletteItem}
                data-tint={tint}
                draggable
                onDragStart={(event) => {
                  event.dataTransfer.setData(DRAGGED_KIND, kind);
                  event.dataTransfer.effectAllowed = "copy";
                }}
                onClick={() => add(kind)}
              >
                <span className={classes.icon}>
                  <Icon size={15} stroke={1.8} aria-hidden />
                </span>
                {W.kinds[kind]}
              </UnstyledButton>
            </Tooltip>
          ))}
        </div>
      ))}
      <Text size="xs" c="dimmed" p={8}>
        {W.paletteHint}
      </Text>
    </nav>
  );
}
