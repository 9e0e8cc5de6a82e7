import { NativeSelect } from "@mantine/core";
import { useEditor } from "../editor.ts";
import { words as W } from "./texts.ts";

/** Something that happens in a plugin. */
export function EventSelect({
  value,
  change,
}: {
  value: { plugin: string; event: string };
  change(value: { plugin: string; event: string }): void;
}) {
  const { surroundings, readOnly } = useEditor();
  const chosen = `${value.plugin}/${value.event}`;
  const known = surroundings.events.some(({ plugin, name }) => `${plugin}/${name}` === chosen);
  return (
    <NativeSelect
      aria-label={W.event}
      value={chosen}
      disabled={readOnly}
      onChange={(event) => {
        const next = surroundings.events.find(
          ({ plugin, name }) => `${plugin}/${name}` === event.currentTarget.value,
        );
        if (next !== undefined) change({ plugin: next.plugin, event: next.name });
      }}
      data={[
        ...(known ? [] : [{ value: chosen, label: value.event }]),
        ...surroundings.events.map(({ plugin, name, title }) => ({
          value: `${plugin}/${name}`,
          label: title,
        })),
      ]}
    />
  );
}
