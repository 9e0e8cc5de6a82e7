import {
  Button,
  type Column,
  call,
  DataTable,
  Empty,
  Group,
  Page,
  TextInput,
  Time,
  useAct,
  useServerRows,
} from "@promostack/ui";
import { type FormEvent, useState } from "react";
import type { Note } from "../notes.ts";

const NOTES = "/api/p/{{id}}/notes";

const COLUMNS: Column<Note>[] = [
  { id: "text", header: "Note", value: ({ text }) => text, phone: "title" },
  { id: "author", header: "Written by", value: ({ author }) => author, sort: "author" },
  {
    id: "written",
    header: "Written",
    value: ({ writtenAt }) => writtenAt,
    cell: ({ writtenAt }) => <Time value={writtenAt} />,
    sort: "written",
  },
];

/** The page of plugin.json's contributes.pages. */
export default function Notes() {
  const notes = useServerRows<Note>(NOTES, { sort: "written", order: "desc" });
  const [text, setText] = useState("");
  const write = useAct({
    act: () => call(NOTES, { method: "POST", body: { text } }),
    done: "Noted.",
    changes: [NOTES],
    onDone: () => setText(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") write.mutate();
  };
  return (
    <Page title="{{title}}">
      <form onSubmit={submit}>
        <Group align="end" mb="md">
          <TextInput
            label="New note"
            placeholder="Buy milk"
            maxLength={2_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            flex={1}
          />
          <Button type="submit" loading={write.isPending}>
            Write it down
          </Button>
        </Group>
      </form>
      <DataTable
        id="{{id}}-notes"
        label="Notes"
        columns={COLUMNS}
        source={notes}
        rowId={({ id }) => id}
        empty={<Empty title="No notes yet">Write one above, or send /note to your bot.</Empty>}
      />
    </Page>
  );
}
