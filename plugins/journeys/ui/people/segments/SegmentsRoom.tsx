import {
  Ago,
  type Column,
  call,
  DataTable,
  Empty,
  LinkButton,
  Page,
  RowAct,
  useAct,
  useMay,
  usePluginPlace,
  useRows,
} from "@promostack/web/kit";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import type { Segment } from "../../../people/segmentsApi.ts";
import { API } from "../base.ts";
import { SegmentPage } from "./SegmentPage.tsx";
import { words as W } from "./texts.ts";

/** `/segments` lists them, `/segments/<id>` edits one. */
export default function SegmentsRoom() {
  const { rest } = usePluginPlace();
  return rest === "" ? <SegmentList /> : <SegmentPage key={rest} id={rest} />;
}

const COLUMNS: Column<Segment>[] = [
  { id: "name", header: W.name, value: ({ name }) => name, phone: "title" },
  {
    id: "rules",
    header: W.rules,
    value: ({ rules }) => rules.rules.length,
    cell: ({ rules }) => W.rulesCount(rules.rules.length),
  },
  {
    id: "edited",
    header: W.edited,
    value: ({ editedAt }) => editedAt,
    cell: ({ editedAt, editedBy }) => (
      <>
        <Ago value={editedAt} /> <span className="muted">{editedBy}</span>
      </>
    ),
  },
];

function SegmentList() {
  const may = useMay("member");
  const source = useRows<Segment>(`${API}/segments`);
  const remove = useAct<string>({
    act: (id) => call(`${API}/segments/${id}`, { method: "DELETE" }),
    done: W.removed,
    changes: [API],
  });
  const make = (
    <LinkButton to="/segments/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {W.make}
    </LinkButton>
  );
  return (
    <Page title={W.segments} intro={W.intro} actions={may ? make : null}>
      <DataTable
        id="segments"
        label={W.segments}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        to={({ id }) => `/segments/${id}`}
        acts={({ id, name }) => (
          <>
            <LinkButton to="/people" search={{ segment: id }} variant="default" size="compact-sm">
              {W.show}
            </LinkButton>
            {may ? (
              <RowAct
                label={W.remove}
                of={name}
                title={W.removeTitle(name)}
                text={W.removeText}
                look="bin"
                act={() => remove.mutateAsync(id)}
              />
            ) : null}
          </>
        )}
        empty={
          <Empty
            icon={<IconUsersGroup size={28} stroke={1.6} />}
            title={W.empty}
            action={may ? make : undefined}
          >
            {W.emptyText}
          </Empty>
        }
      />
    </Page>
  );
}
