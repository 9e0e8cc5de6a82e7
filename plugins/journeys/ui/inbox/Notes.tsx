import { ActionIcon, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { Ago, call, useAct, useMay, useResource } from "@promostack/web/kit";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { Note } from "../../inbox/api.ts";
import { BASE } from "../base.ts";
import classes from "./Inbox.module.css";
import { conversation } from "./paths.ts";
import { words as W } from "./texts.ts";

/** Notes of colleagues about a person. */
export function Notes({ id }: { id: string }) {
  const may = useMay("member");
  const path = `${conversation(id)}/notes`;
  const notes = useResource<{ items: Note[] }>(path, {}, { topics: ["inbox"] });
  const [text, setText] = useState("");
  const add = useAct({
    act: () => call(path, { method: "POST", body: { text } }),
    changes: [path],
    onDone: () => setText(""),
  });
  const remove = useAct<string>({
    act: (note) => call(`${BASE}/notes/${note}`, { method: "DELETE" }),
    changes: [path],
  });
  const items = notes.data?.items ?? [];
  return (
    <Stack gap="xs" component="section" aria-label={W.notes}>
      <div>
        <Text fw={550}>{W.notes}</Text>
        <Text size="xs" c="dimmed">
          {W.notesHint}
        </Text>
      </div>
      {items.length === 0 && !may ? <Text c="dimmed">{W.noNotes}</Text> : null}
      {items.map((note) => (
        <div key={note.id} className={classes.noted}>
          <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{note.text}</Text>
          <Group justify="space-between" gap={4} wrap="nowrap">
            <Text size="xs" c="dimmed">
              {note.mine ? W.you : note.author} · <Ago value={note.at} />
            </Text>
            {note.mine ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={W.deleteNote}
                onClick={() => remove.mutate(note.id)}
              >
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            ) : null}
          </Group>
        </div>
      ))}
      {may ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") add.mutate();
          }}
        >
          <Stack gap={6} align="flex-start">
            <Textarea
              w="100%"
              aria-label={W.noteLabel}
              placeholder={W.noteLabel}
              autosize
              minRows={2}
              maxRows={8}
              maxLength={4_000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button
              type="submit"
              size="xs"
              variant="default"
              loading={add.isPending}
              disabled={text.trim() === ""}
            >
              {W.addNote}
            </Button>
          </Stack>
        </form>
      ) : null}
    </Stack>
  );
}
