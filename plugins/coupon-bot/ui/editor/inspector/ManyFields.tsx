import { Button, Group as Row, Text } from "@mantine/core";
import { useEditor } from "../editor.ts";
import { reorder, type Way } from "../model/layers.ts";
import { words as W } from "../texts.ts";
import { AlignButtons } from "./AlignButtons.tsx";
import { Group } from "./Group.tsx";

const WAYS = [
  ["front", W.front],
  ["back", W.toBack],
] as const satisfies readonly (readonly [Way, string])[];

/** What can be done with several at once. */
export function ManyFields() {
  const { selected, change, duplicate, remove, readOnly } = useEditor();
  return (
    <Group title={W.arrange}>
      <Text size="xs" c="dimmed">
        {W.chosenManyText}
      </Text>
      {readOnly ? null : (
        <>
          <AlignButtons />
          <Row gap={6}>
            {WAYS.map(([way, label]) => (
              <Button
                key={way}
                size="compact-xs"
                variant="default"
                onClick={() => change((before) => reorder(before, selected, way))}
              >
                {label}
              </Button>
            ))}
            <Button size="compact-xs" variant="default" onClick={() => duplicate(selected)}>
              {W.duplicate}
            </Button>
            <Button size="compact-xs" variant="light" color="coral" onClick={() => remove(selected)}>
              {W.remove}
            </Button>
          </Row>
        </>
      )}
    </Group>
  );
}
