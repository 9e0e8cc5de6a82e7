import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { words as W } from "./texts.ts";

/** Names and values, a row each, as they are being typed. */
export type FieldRow = readonly [name: string, value: string];

const NAME = /^(?!code$)[A-Za-z][A-Za-z0-9_]{0,39}$/;

interface FieldRowsProps {
  label: string;
  help: string;
  valueLabel?: string;
  rows: readonly FieldRow[];
  change(rows: FieldRow[]): void;
  readOnly: boolean;
}

/** Variables for templates. */
export function FieldRows({ label, help, valueLabel, rows, change, readOnly }: FieldRowsProps) {
  const put = (index: number, row: FieldRow) => change(rows.map((each, at) => (at === index ? row : each)));
  return (
    <Stack gap={6} role="group" aria-label={label}>
      <div>
        <Text size="sm" fw={550}>
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {help}
        </Text>
      </div>
      {rows.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while theirs is typed.
        <Group key={index} gap="xs" align="flex-start" wrap="nowrap">
          <TextInput
            aria-label={W.rules.fieldName}
            placeholder="discount"
            value={name}
            maxLength={40}
            readOnly={readOnly}
            error={name === "" || isName(name) ? undefined : W.rules.fieldWrong}
            classNames={{ input: "code" }}
            flex={1}
            onChange={({ currentTarget }) => put(index, [currentTarget.value, value])}
          />
          <TextInput
            aria-label={valueLabel ?? W.rules.fieldValue}
            placeholder={valueLabel ?? "20 %"}
            value={value}
            maxLength={200}
            readOnly={readOnly}
            flex={1}
            onChange={({ currentTarget }) => put(index, [name, currentTarget.value])}
          />
          {readOnly ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              aria-label={W.rules.removeField(name || String(index + 1))}
              onClick={() => change(rows.filter((_, at) => at !== index))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {readOnly || rows.length >= 20 ? null : (
        <Group>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change([...rows, ["", ""]])}
          >
            {W.rules.addField}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function isName(name: string): boolean {
  return NAME.test(name);
}

/** Rows that say something must have a name that can be used, each another. */
export function soundRows(rows: readonly FieldRow[]): boolean {
  const named = rows.filter(([name, value]) => name !== "" || value !== "");
  return named.every(([name]) => isName(name)) && new Set(named.map(([name]) => name)).size === named.length;
}

export function rowsOf(fields: Readonly<Record<string, string>>): FieldRow[] {
  return Object.entries(fields);
}

export function fieldsOf(rows: readonly FieldRow[]): Record<string, string> {
  return Object.fromEntries(rows.filter(([name]) => name !== ""));
}
