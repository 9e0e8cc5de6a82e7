import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { ApiError, LeaveGuard, Section, useResource } from "@promostack/web/kit";
import { useState } from "react";
import type { Person } from "../../../people/api.ts";
import type { Fields, FieldUse } from "../../../people/fieldsApi.ts";
import { API } from "../base.ts";
import { words as W } from "../texts.ts";
import { useChangePerson } from "./useChangePerson.ts";

/** Custom fields of a person: the defined ones and whatever journeys filled. Saved together; what does not fit is said beside it. */
export function FieldsSection({ person, mayEdit }: { person: Person; mayEdit: boolean }) {
  const fields = useResource<Fields>(`${API}/person-fields`);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const change = useChangePerson(person.id, { tell: false, onDone: () => setTyped({}) });
  const shown = (fields.data?.items ?? []).filter(({ name, defined }) => defined || name in person.fields);
  const textOf = (name: string) => typed[name] ?? String(person.fields[name] ?? "");
  const changed = Object.entries(typed).filter(([name, text]) => text !== String(person.fields[name] ?? ""));
  const problems = change.error instanceof ApiError ? change.error.fields : {};
  if (fields.data !== undefined && shown.length === 0)
    return (
      <Section title={W.fields}>
        <Text c="dimmed">{W.noFields}</Text>
      </Section>
    );
  const save = () =>
    change.mutate({
      fields: Object.fromEntries(changed.map(([name, text]) => [name, text === "" ? null : text])),
    });
  return (
    <Section title={W.fields}>
      <LeaveGuard on={changed.length > 0} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
        onKeyDown={(event) => {
          if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          if (changed.length > 0) save();
        }}
      >
        <Stack gap="xs">
          {shown.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              value={textOf(field.name)}
              problem={problems[`fields.${field.name}`]}
              readOnly={!mayEdit}
              change={(text) => setTyped({ ...typed, [field.name]: text })}
            />
          ))}
          {changed.length === 0 ? null : (
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => setTyped({})}>
                {W.cancel}
              </Button>
              <Button type="submit" loading={change.isPending}>
                {W.save}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Section>
  );
}

interface FieldInputProps {
  field: FieldUse;
  value: string;
  problem: string | undefined;
  readOnly: boolean;
  change(text: string): void;
}

const YES_NO = [
  { value: "true", label: W.yes },
  { value: "false", label: W.no },
];

function FieldInput({ field, value, problem, readOnly, change }: FieldInputProps) {
  const { type, label, options } = field;
  const common = { label, error: problem, placeholder: W.noValue, readOnly };
  if (type === "choice" || type === "yesNo")
    return (
      <Select
        {...common}
        data={type === "choice" ? options : YES_NO}
        value={value === "" ? null : value}
        onChange={(chosen) => change(chosen ?? "")}
        clearable
      />
    );
  return (
    <TextInput
      {...common}
      type={type === "date" || type === "email" ? type : "text"}
      inputMode={type === "number" ? "decimal" : undefined}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
