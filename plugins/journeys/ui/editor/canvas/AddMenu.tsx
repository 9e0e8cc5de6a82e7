import { FocusTrap, Paper, Text, UnstyledButton } from "@mantine/core";
import { useClickOutside, useHotkeys } from "@mantine/hooks";
import type { StepKind } from "../../../graph/step.ts";
import type { Place } from "../model/edits.ts";
import { PALETTE } from "../model/kinds.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";

/** Which step is to come where a way was dropped on the bare canvas. */
export function AddMenu({ at, choose, close }: { at: Place; choose(kind: StepKind): void; close(): void }) {
  const box = useClickOutside<HTMLDivElement>(close);
  useHotkeys([["Escape", close]], []);
  return (
    <FocusTrap>
      <Paper
        ref={box}
        className={classes.addMenu}
        style={{ left: at.x, top: at.y }}
        shadow="md"
        withBorder
        p={6}
      >
        <Text size="xs" c="dimmed" px={6} pb={4}>
          {W.addAfter}
        </Text>
        {PALETTE.flatMap(({ kinds }) => kinds).map(({ kind, Icon, tint }) => (
          <UnstyledButton
            key={kind}
            className={classes.addItem}
            data-tint={tint}
            onClick={() => choose(kind)}
          >
            <Icon size={16} stroke={1.8} aria-hidden /> {W.kinds[kind]}
          </UnstyledButton>
        ))}
      </Paper>
    </FocusTrap>
  );
}
