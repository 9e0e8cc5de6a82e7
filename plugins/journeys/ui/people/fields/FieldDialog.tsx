import { Select, TagsInput, TextInput } from "@mantine/core";
import { ApiError, call, FormModal, problemText, useAct } from "@promostack/web/kit";
import { useState } from "react";
import type { Field, FieldUse, Reached } from "../../../people/fieldsApi.ts";
import { API } from "../base.ts";
import { keyIn } from "../keyIn.ts";
import { words as W } from "./texts.ts";

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;
const NEW: Field = { name: "", label: "", type: "text", options: [] };
const typeOf = keyIn(W.types);

/** Makes a field, or changes one; a field that a journey filled is given its type. */
export function FieldDialog({ field, close }: { field: FieldUse | undefined; close(): void }) {
  const [form, setForm] = useState<Field>(field ?? NEW);
  const { name, label, type, options } = form;
  const save = useAct<void, Reached>({
    act: async () => {
      const body = { label: label.trim(), type, options: type === "choice" ? options : [] };
      if (field?.defined)
        return call<Reached>(`${API}/person-fields/${field.name}`, {
          method: "PATCH",
          body: { ...body, ...(name !== field.name && { name }) },
        });
      await call(`${API}/person-fields`, { method: "POST", body: { name, ...body } });
      return { people: 0, segments: 0 };
    },
    done: ({ people, segments }) => W.saved(people, segments),
    changes: [API],
    tell: false,
    onDone: close,
  });
  const problems = save.error instanceof ApiError ? save.error.fields : {};
  const beside = problems.name ?? problems.options;
  const fixed = field !== undefined && !field.defined;
  const nameWrong = name !== "" && !NAME.test(name) ? W.nameWrong : undefined;
  return (
    <FormModal
      title={field === undefined ? W.make : W.editTitle(field.label)}
      close={close}
      submit={() => save.mutate()}
      label={W.save}
      busy={save.isPending}
      incomplete={label.trim() === "" || !NAME.test(name)}
      problem={beside === undefined ? problemText(save.error) : undefined}
    >
      <TextInput
        label={W.label}
        value={label}
        maxLength={60}
        onChange={({ currentTarget: { value } }) =>
          setForm({
            ...form,
            label: value,
            ...(field === undefined && name === nameFor(label) && { name: nameFor(value) }),
          })
        }
        data-autofocus
      />
      <TextInput
        label={W.name}
        description={field?.defined && name !== field.name ? W.renameNote : W.nameHelp}
        value={name}
        readOnly={fixed}
        error={nameWrong ?? problems.name}
        onChange={({ currentTarget: { value } }) => setForm({ ...form, name: value })}
      />
      <Select
        label={W.type}
        data={Object.entries(W.types).map(([value, title]) => ({ value, label: title }))}
        value={type}
        onChange={(chosen) => setForm({ ...form, type: typeOf(chosen) ?? type })}
        allowDeselect={false}
      />
      {type === "choice" ? (
        <TagsInput
          label={W.options}
          description={W.optionsHelp}
          value={options}
          onChange={(chosen) => setForm({ ...form, options: chosen })}
          error={problems.options}
        />
      ) : null}
    </FormModal>
  );
}

/** A name as texts may write it: `Date of birth` is `dateOfBirth`. */
function nameFor(label: string): string {
  const [first = "", ...rest] = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== "");
  const joined = [
    first.toLowerCase(),
    ...rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase()),
  ].join("");
  return joined.replace(/^[^A-Za-z]+/, "").slice(0, 40);
}
