import { Autocomplete, Button, Checkbox, Group, Select, Stack, Table, Text } from "@mantine/core";
import { call, problemText, Section, useAct, useResource } from "@promostack/web/kit";
import { useState } from "react";
import type { PeopleOptions } from "../../../people/api.ts";
import type { Import, ImportCheck, ImportInput } from "../../../people/imports/api.ts";
import { API, CHANGES } from "../base.ts";
import { words as P } from "../texts.ts";
import type { Chosen } from "./ImportPage.tsx";
import { Problems } from "./Problems.tsx";
import { words as W } from "./texts.ts";

type Settings = Pick<ImportInput, "columns" | "key" | "replaces"> & { tag: string };

const TAG = /^[\p{L}\p{N}][\p{L}\p{N} _.:-]{0,39}$/u;

/** What the columns are and how people are known again; checked before anything is done. */
export function ImportForm({ chosen, begun }: { chosen: Chosen; begun(id: string): void }) {
  const options = useResource<PeopleOptions>(`${API}/people-options`);
  const [settings, setSettings] = useState<Settings>(() => firstSettings(chosen));
  const { columns, key, replaces, tag } = settings;
  const send = <Body,>(dryRun: boolean) =>
    call<Body>(`${API}/people-imports`, {
      method: "POST",
      body: {
        name: chosen.name,
        csv: chosen.csv,
        columns,
        key,
        replaces,
        dryRun,
        ...(tag.trim() !== "" && { tag: tag.trim() }),
      },
    });
  const check = useAct<void, ImportCheck>({ act: () => send<ImportCheck>(true), tell: false });
  const start = useAct<void, Import>({
    act: () => send<Import>(false),
    changes: CHANGES,
    tell: false,
    onDone: ({ id }) => begun(id),
  });
  const set = (patch: Partial<Settings>) => {
    check.reset();
    setSettings({ ...settings, ...patch });
  };
  const tagWrong = tag.trim() !== "" && !TAG.test(tag.trim());
  const found = check.data;
  const error = check.error ?? start.error;
  return (
    <>
      <Section title={W.columns}>
        <Stack gap="md">
          <Table.ScrollContainer minWidth={320}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{W.column}</Table.Th>
                  <Table.Th>{W.sample}</Table.Th>
                  <Table.Th>{W.is}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {chosen.preview.columns.map(({ header, samples }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name.
                  <Table.Tr key={at}>
                    <Table.Td fw={550}>{header}</Table.Td>
                    <Table.Td c="dimmed" style={{ overflowWrap: "anywhere" }}>
                      {samples.join(" · ").slice(0, 80)}
                    </Table.Td>
                    <Table.Td>
                      <Select<string>
                        aria-label={`${header}: ${W.is}`}
                        data={targetsOf(options.data)}
                        value={columns[at] ?? ""}
                        onChange={(target) =>
                          set({
                            columns: columns.map((each, place) => (place === at ? (target ?? "") : each)),
                          })
                        }
                        allowDeselect={false}
                        searchable
                        miw={140}
                      />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Text size="sm" c="dimmed">
            {W.noFieldNote}
          </Text>
          <Select
            label={W.key}
            data={[
              { value: "telegramId", label: W.targets.telegramId },
              { value: "username", label: W.targets.username },
            ]}
            value={key}
            onChange={(next) => set({ key: next === "username" ? "username" : "telegramId" })}
            error={columns.includes(key) ? undefined : W.keyText}
            allowDeselect={false}
            maw={320}
          />
          <Checkbox
            label={W.replaces}
            description={W.replacesText}
            checked={replaces}
            onChange={(event) => set({ replaces: event.currentTarget.checked })}
          />
          <Autocomplete
            label={W.tag}
            description={W.tagText}
            data={options.data?.tags ?? []}
            value={tag}
            onChange={(next) => set({ tag: next })}
            error={tagWrong ? P.tagWrong : undefined}
            maw={320}
          />
          {error === null ? null : (
            <Text role="alert" c="var(--mantine-color-error)">
              {problemText(error)}
            </Text>
          )}
          {found === undefined ? (
            <Group>
              <Button
                loading={check.isPending}
                disabled={!columns.includes(key) || tagWrong}
                onClick={() => check.mutate()}
              >
                {W.check}
              </Button>
            </Group>
          ) : null}
        </Stack>
      </Section>
      {found === undefined ? null : (
        <Section title={W.checked}>
          <Stack gap="xs" role="status">
            <Text>{W.rows(found.lines)}</Text>
            <Text fw={550}>
              {W.taken(found.rows)}
              {found.known === 0 ? "" : `, ${W.known(found.known)}`}
            </Text>
            {found.duplicates === 0 ? null : <Text>{W.duplicates(found.duplicates)}</Text>}
            {found.wrong === 0 ? null : <Text>{W.wrong(found.wrong)}</Text>}
            <Group mt="xs">
              <Button loading={start.isPending} disabled={found.rows === 0} onClick={() => start.mutate()}>
                {W.start(found.rows)}
              </Button>
            </Group>
            <Problems problems={found.problems} count={found.wrong + found.duplicates} />
          </Stack>
        </Section>
      )}
    </>
  );
}

function firstSettings({ preview }: Chosen): Settings {
  const columns = preview.columns.map(({ target }) => target);
  const key = columns.includes("telegramId") || !columns.includes("username") ? "telegramId" : "username";
  return { columns, key, replaces: true, tag: "" };
}

function targetsOf(options: PeopleOptions | undefined) {
  return [
    { value: "", label: W.skip },
    {
      group: W.person,
      items: Object.entries(W.targets).map(([value, label]) => ({ value, label })),
    },
    {
      group: W.fields,
      items: (options?.fields ?? []).map(({ name, label }) => ({ value: `field:${name}`, label })),
    },
  ];
}
