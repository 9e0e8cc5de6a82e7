import { Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import type { ApiError } from "../api/error.ts";
import { texts as common } from "../texts.ts";
import { isNode } from "./node.ts";
import { same } from "./schema.ts";
import { texts } from "./texts.ts";

interface ConflictProps {
  error: ApiError;
  yours: Record<string, unknown>;
  schema: Record<string, unknown>;
  close(): void;
  /** `version` is the one that `theirs` is. */
  takeTheirs(theirs: Record<string, unknown>, version: string | undefined): void;
  /** `version` is the one to write over. */
  keepYours(version: string | undefined): void;
}

/** Two people saved: both versions side by side, and a choice. */
export function Conflict({ error, yours, schema, close, takeTheirs, keepYours }: ConflictProps) {
  const { theirs, version } = saved(error.details);
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(yours)])].filter(
    (name) => !same(theirs[name], yours[name]),
  );
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={<Text fw={620}>{texts.conflictTitle}</Text>}
      closeButtonProps={{ "aria-label": common.close }}
    >
      <Stack>
        <Text>{texts.conflictText}</Text>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.conflictField}</Table.Th>
              <Table.Th>{texts.conflictTheirs}</Table.Th>
              <Table.Th>{texts.conflictYours}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {names.map((name) => (
              <Table.Tr key={name}>
                <Table.Td>{titleOf(schema, name)}</Table.Td>
                <Table.Td className="code">{shown(theirs[name])}</Table.Td>
                <Table.Td className="code">{shown(yours[name])}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => takeTheirs(theirs, version)}>
            {texts.keepTheirs}
          </Button>
          <Button onClick={() => keepYours(version)}>{texts.keepYours}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** The version that the server holds, and what a save over it must name. */
function saved(details: Readonly<Record<string, unknown>>): {
  theirs: Record<string, unknown>;
  version: string | undefined;
} {
  const { theirs, etag, revision } = details;
  const version = etag ?? (revision === undefined ? undefined : `"${revision}"`);
  return {
    theirs: isNode(theirs) ? theirs : {},
    version: version === undefined ? undefined : String(version),
  };
}

function titleOf(schema: Record<string, unknown>, name: string): string {
  const property = isNode(schema.properties) ? schema.properties[name] : undefined;
  return isNode(property) && typeof property.title === "string" ? property.title : name;
}

function shown(value: unknown): string {
  return value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value);
}
