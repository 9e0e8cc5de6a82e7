import { Button, TextInput } from "@mantine/core";
import {
  type Column,
  Count,
  call,
  DataTable,
  Empty,
  FormModal,
  LinkButton,
  problemText,
  RowAct,
  useAct,
  useMay,
  useRows,
} from "@promostack/web/kit";
import { IconTag } from "@tabler/icons-react";
import { useState } from "react";
import type { Reached, TagUse } from "../../../people/fieldsApi.ts";
import { API, TOPICS } from "../base.ts";
import { words as P } from "../texts.ts";
import { words as W } from "./texts.ts";

const COLUMNS: Column<TagUse>[] = [
  { id: "tag", header: W.tag, value: ({ tag }) => tag, phone: "title" },
  {
    id: "people",
    header: W.people,
    value: ({ people }) => people,
    cell: ({ people }) => <Count value={people} />,
    align: "end",
  },
  {
    id: "used",
    header: W.usedIn,
    value: ({ journeys, segments }) => [...journeys, ...segments].join(", "),
  },
];

export function TagList() {
  const may = useMay("member");
  const source = useRows<TagUse>(`${API}/tags`, {}, { topics: TOPICS });
  const [renamed, setRenamed] = useState<string>();
  const remove = useAct<string, Reached>({
    act: (tag) => call<Reached>(`${API}/tags/${encodeURIComponent(tag)}`, { method: "DELETE" }),
    done: ({ people }) => W.removed(people),
    changes: [API],
  });
  return (
    <>
      <DataTable
        id="person-tags"
        label={W.tags}
        columns={COLUMNS}
        source={source}
        rowId={({ tag }) => tag}
        acts={({ tag, people }) => (
          <>
            <LinkButton to="/people" search={{ tag }} size="compact-sm" variant="default">
              {W.show}
            </LinkButton>
            {may ? (
              <>
                <Button size="compact-sm" variant="default" onClick={() => setRenamed(tag)}>
                  {W.rename}
                </Button>
                <RowAct
                  label={W.remove}
                  of={tag}
                  title={W.removeTagTitle(tag)}
                  text={W.removeTag(people)}
                  look="bin"
                  act={() => remove.mutateAsync(tag)}
                />
              </>
            ) : null}
          </>
        )}
        empty={
          <Empty icon={<IconTag size={28} stroke={1.6} />} title={W.noTags}>
            {W.noTagsText}
          </Empty>
        }
      />
      {renamed === undefined ? null : <RenameTag tag={renamed} close={() => setRenamed(undefined)} />}
    </>
  );
}

const TAG = /^[\p{L}\p{N}][\p{L}\p{N} _.:-]{0,39}$/u;

function RenameTag({ tag, close }: { tag: string; close(): void }) {
  const [to, setTo] = useState(tag);
  const rename = useAct<void, Reached>({
    act: () =>
      call<Reached>(`${API}/tags/${encodeURIComponent(tag)}`, { method: "PATCH", body: { to: to.trim() } }),
    done: ({ people, segments }) => W.saved(people, segments),
    changes: [API],
    tell: false,
    onDone: close,
  });
  const wrong = !TAG.test(to.trim());
  return (
    <FormModal
      title={W.renameTitle(tag)}
      close={close}
      submit={() => rename.mutate()}
      label={W.rename}
      busy={rename.isPending}
      incomplete={wrong || to.trim() === tag}
    >
      <TextInput
        label={W.renameTo}
        description={W.renameTagNote}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={
          wrong && to !== "" ? P.tagWrong : rename.error === null ? undefined : problemText(rename.error)
        }
        data-autofocus
      />
    </FormModal>
  );
}
