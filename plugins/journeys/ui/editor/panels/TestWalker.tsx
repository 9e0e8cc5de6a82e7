import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  MultiSelect,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { call, PersonSelect, problemText, useTimezone } from "@promostack/web/kit";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { Person } from "../../../people/api.ts";
import { BASE } from "../../base.ts";
import { useEditor } from "../editor.ts";
import { asVariable } from "../model/variables.ts";
import { retyped, SAMPLE_WALKER, type Walker, walkerOf } from "../model/walker.ts";
import classes from "./TestChat.module.css";
import { words as W } from "./testTexts.ts";

const ZONES = Intl.supportedValuesOf("timeZone");
const LANGUAGES = "ar de en es fa fr hi id it nl pl pt pt-br ru tr uk zh-hans".split(" ");

interface TestWalkerProps {
  begin(walker: Walker): void;
  close(): void;
}

/** Who walks: the sample person, anybody one makes up, or a copy of somebody known. */
export function TestWalker({ begin, close }: TestWalkerProps) {
  const { walker: before, surroundings } = useEditor();
  const [walker, setWalker] = useState(before);
  const [error, setError] = useState<Error>();
  const { person } = walker;
  const workspaceZone = useTimezone();
  const put = (patch: Partial<Walker["person"]>) => setWalker({ ...walker, person: { ...person, ...patch } });
  const text = (name: "firstName" | "lastName" | "username" | "source") => ({
    label: W[name],
    maxLength: 200,
    value: person[name],
    onChange: (event: { currentTarget: { value: string } }) => put({ [name]: event.currentTarget.value }),
  });
  const copy = async (id: string | null) => {
    setWalker({ ...walker, of: id });
    setError(undefined);
    if (id === null) return;
    try {
      setWalker(walkerOf(await call<Person>(`${BASE}/people/${id}`)));
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    }
  };
  const channels = new Map(surroundings.channels.map(({ chat, title }) => [chat, title]));
  for (const chat of person.chats) channels.set(chat, channels.get(chat) ?? chat);
  return (
    <form
      className={classes.walker}
      aria-label={W.who}
      onSubmit={(event) => {
        event.preventDefault();
        begin(walker);
      }}
    >
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          {W.whoHelp}
        </Text>
        <PersonSelect
          people={`${BASE}/people`}
          label={W.known}
          value={walker.of}
          onChange={(id) => void copy(id)}
        />
        {error === undefined ? null : (
          <Text size="sm" c="var(--ink-sell)" role="alert">
            {problemText(error)}
          </Text>
        )}
        <Group gap="sm" grow>
          <TextInput {...text("firstName")} />
          <TextInput {...text("lastName")} />
        </Group>
        <TextInput {...text("username")} leftSection="@" />
        <Autocomplete
          label={W.language}
          description={W.languageHelp}
          data={LANGUAGES}
          maxLength={20}
          value={person.language}
          onChange={(language) => put({ language: language.trim().toLowerCase() })}
        />
        <Select
          label={W.zone}
          placeholder={W.zoneOf(workspaceZone)}
          data={ZONES}
          renderOption={({ option }) => option.value.replaceAll("_", " ")}
          limit={200}
          searchable
          clearable
          nothingFoundMessage={W.noZone}
          value={person.timezone ?? null}
          onChange={(timezone) => put({ timezone: timezone ?? undefined })}
        />
        <TagsInput
          label={W.tags}
          data={surroundings.tags}
          maxTags={100}
          value={person.tags}
          onChange={(tags) => put({ tags })}
        />
        <MultiSelect
          label={W.channels}
          description={channels.size === 0 ? W.noChannels : undefined}
          data={[...channels].map(([value, label]) => ({ value, label }))}
          value={person.chats}
          onChange={(chats) => put({ chats })}
        />
        <Fields
          fields={person.fields}
          known={surroundings.fields}
          change={(fields) => put({ fields })}
          key={walker.of}
        />
        <TextInput {...text("source")} />
        <TextInput
          label={W.phone}
          type="tel"
          maxLength={40}
          value={walker.phone}
          onChange={(event) => setWalker({ ...walker, phone: event.currentTarget.value })}
        />
        <Group gap="xs">
          <Button type="submit">{W.begin}</Button>
          <Button variant="default" onClick={close}>
            {W.back}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setWalker(SAMPLE_WALKER)}>
            {W.sample}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface FieldsProps {
  fields: Walker["person"]["fields"];
  known: readonly string[];
  change(fields: Walker["person"]["fields"]): void;
}

/** Custom fields, a line each. A line without a name counts for nothing yet. */
function Fields({ fields, known, change }: FieldsProps) {
  const [rows, setRows] = useState(() =>
    Object.entries(fields).map(([name, value], id) => ({ id, name, text: String(value), before: value })),
  );
  const put = (next: typeof rows) => {
    setRows(next);
    const named = next.filter(({ name, text }) => name !== "" && text !== "");
    change(Object.fromEntries(named.map(({ name, text, before }) => [name, retyped(text, before)])));
  };
  const edit = (id: number, patch: Partial<(typeof rows)[number]>) =>
    put(rows.map((row) => (row.id === id ? { ...row, ...patch } : row)));
  const next = Math.max(-1, ...rows.map(({ id }) => id)) + 1;
  return (
    <Stack gap={6} component="fieldset" p={0} m={0} bd={0}>
      <legend className="mantine-InputWrapper-label">{W.fields}</legend>
      {rows.map(({ id, name, text }) => (
        <Group key={id} gap={6} wrap="nowrap">
          <Autocomplete
            aria-label={W.fieldName}
            placeholder={W.fieldName}
            data={known.filter((each) => !rows.some((row) => row.name === each))}
            maxLength={40}
            value={name}
            onChange={(typed) => edit(id, { name: asVariable(typed) })}
          />
          <TextInput
            aria-label={W.fieldValue(name)}
            placeholder={W.fieldValue("")}
            maxLength={4096}
            value={text}
            onChange={(event) => edit(id, { text: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={W.removeField(name)}
            onClick={() => put(rows.filter((row) => row.id !== id))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        style={{ alignSelf: "flex-start" }}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setRows([...rows, { id: next, name: "", text: "", before: "" }])}
      >
        {W.addField}
      </Button>
    </Stack>
  );
}
