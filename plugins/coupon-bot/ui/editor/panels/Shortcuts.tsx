import { Modal, Stack, Text, Title } from "@mantine/core";
import classes from "../Editor.module.css";
import { words as W } from "../texts.ts";

/** What keys and mouse do. */
export function Shortcuts({ opened, close }: { opened: boolean; close(): void }) {
  return (
    <Modal opened={opened} onClose={close} size="lg" title={<Text fw={620}>{W.shortcuts}</Text>}>
      <Stack>
        <Listed title={W.keysTitle} entries={W.keys} />
        <Listed title={W.dragsTitle} entries={W.drags} />
      </Stack>
    </Modal>
  );
}

function Listed({ title, entries }: { title: string; entries: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <Title order={3} size="sm" mb={6}>
        {title}
      </Title>
      <dl className={classes.keys}>
        {entries.map(([keys, does]) => (
          <div key={keys} style={{ display: "contents" }}>
            <dt>{keys}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
