import { Button } from "@mantine/core";
import {
  type Column,
  Count,
  call,
  DataTable,
  Empty,
  RowAct,
  Status,
  useAct,
  useMay,
  useRows,
} from "@promostack/web/kit";
import { IconForms, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { FieldUse, Reached } from "../../../people/fieldsApi.ts";
import { API, TOPICS } from "../base.ts";
import { FieldDialog } from "./FieldDialog.tsx";
import { words as W } from "./texts.ts";

const COLUMNS: Column<FieldUse>[] = [
  { id: "label", header: W.label, value: ({ label }) => label, phone: "title" },
  {
    id: "name",
    header: W.name,
    value: ({ name }) => name,
    cell: ({ name }) => <code className="code">{`{${name}}`}</code>,
  },
  {
    id: "type",
    header: W.type,
    value: ({ type, defined }) => (defined ? W.types[type] : W.untyped),
    cell: ({ type, defined }) => (defined ? W.types[type] : <Status tone="quiet">{W.untyped}</Status>),
  },
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

/** What is being edited: a field, or one that is to be made. */
type Edited = FieldUse | "new" | undefined;

export function FieldList() {
  const may = useMay("member");
  const mayDelete = useMay("admin");
  const source = useRows<FieldUse>(`${API}/person-fields`, {}, { topics: TOPICS });
  const [edited, setEdited] = useState<Edited>();
  const remove = useAct<string, Reached>({
    act: (name) => call<Reached>(`${API}/person-fields/${name}`, { method: "DELETE" }),
    done: ({ people }) => W.removed(people),
    changes: [API],
  });
  const make = may ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited("new")}>
      {W.make}
    </Button>
  ) : null;
  return (
    <>
      <DataTable
        id="person-fields"
        label={W.fields}
        columns={COLUMNS}
        source={source}
        rowId={({ name }) => name}
        tools={make}
        acts={(field) => (
          <>
            {may ? (
              <Button size="compact-sm" variant="default" onClick={() => setEdited(field)}>
                {field.defined ? W.edit : W.define}
              </Button>
            ) : null}
            {mayDelete ? (
              <RowAct
                label={W.remove}
                of={field.label}
                title={W.removeFieldTitle(field.label)}
                text={W.removeField(field.label, field.people)}
                look="bin"
                act={() => remove.mutateAsync(field.name)}
              />
            ) : null}
          </>
        )}
        empty={
          <Empty icon={<IconForms size={28} stroke={1.6} />} title={W.noFields} action={make ?? undefined}>
            {W.noFieldsText}
          </Empty>
        }
      />
      {edited === undefined ? null : (
        <FieldDialog field={edited === "new" ? undefined : edited} close={() => setEdited(undefined)} />
      )}
    </>
  );
}
