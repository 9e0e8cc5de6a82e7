import { Ago, type Column, DataTable, LinkButton, Section, Status, useRows } from "@promostack/web/kit";
import type { Import } from "../../../people/imports/api.ts";
import { API, TOPICS } from "../base.ts";
import { words as W } from "./texts.ts";
import { toneOf } from "./tone.ts";

const COLUMNS: Column<Import>[] = [
  { id: "file", header: W.file, value: ({ name }) => name, phone: "title" },
  {
    id: "state",
    header: W.state,
    value: ({ state }) => W.states[state],
    cell: (each) => <Status tone={toneOf(each)}>{W.states[each.state]}</Status>,
    phone: "corner",
  },
  {
    id: "people",
    header: W.people,
    value: ({ done }) => done,
    cell: ({ added, changed, same }) => W.outcome(added, changed, same),
  },
  {
    id: "when",
    header: W.when,
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt, createdBy }) => (
      <>
        <Ago value={createdAt} /> <span className="muted">{createdBy}</span>
      </>
    ),
  },
];

/** The newest imports; nothing while there are none. */
export function LatestImports() {
  const source = useRows<Import>(`${API}/people-imports`, {}, { topics: TOPICS });
  if (source.rows.length === 0) return null;
  return (
    <Section title={W.latest} plain>
      <DataTable
        id="people-imports"
        label={W.latest}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        acts={({ id }) => (
          <LinkButton to="/people/import" search={{ id }} size="compact-sm" variant="default">
            {W.showImport}
          </LinkButton>
        )}
        search={false}
        empty={null}
      />
    </Section>
  );
}
