import { ActionIcon, Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { REASONS } from "../../codes/answer.ts";
import type { Meaning } from "../../codes/plans.ts";
import classes from "./Codes.module.css";
import { words as W } from "./texts.ts";

const E = W.endpoint;
const STATUSES = /^( *[1-5](\d\d|xx) *(, *[1-5](\d\d|xx) *)*)?$/;
const MEANS = [
  { value: "valid", label: E.meansValid },
  ...[...REASONS].reverse().map((value) => ({ value, label: W.reasons[value] })),
];

interface MeaningRowsProps {
  rows: readonly Meaning[];
  change(rows: Meaning[]): void;
  readOnly: boolean;
}

/** What answers mean, a line each; the first that fits counts. */
export function MeaningRows({ rows, change, readOnly }: MeaningRowsProps) {
  const put = (index: number, patch: Partial<Meaning>) =>
    change(rows.map((each, at) => (at === index ? { ...each, ...patch } : each)));
  const earlier = (index: number) => {
    const next = [...rows];
    next.splice(index - 1, 0, ...next.splice(index, 1));
    change(next);
  };
  return (
    <Stack gap="xs">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines may be alike while they are typed.
        <div key={index} className={classes.meaning}>
          <TextInput
            label={E.statuses}
            placeholder={E.statusesHint}
            value={row.statuses}
            maxLength={60}
            readOnly={readOnly}
            error={isStatuses(row.statuses) ? undefined : E.statusesWrong}
            onChange={({ currentTarget }) => put(index, { statuses: currentTarget.value })}
          />
          <TextInput
            label={E.path}
            placeholder={E.pathHint}
            value={row.path}
            maxLength={200}
            readOnly={readOnly}
            spellCheck={false}
            classNames={{ input: "code" }}
            onChange={({ currentTarget }) => put(index, { path: currentTarget.value })}
          />
          <TextInput
            label={E.equals}
            placeholder={E.equalsHint}
            value={row.equals}
            maxLength={200}
            readOnly={readOnly}
            disabled={row.path.trim() === ""}
            onChange={({ currentTarget }) => put(index, { equals: currentTarget.value })}
          />
          <NativeSelect
            label={E.means}
            data={MEANS}
            value={row.means}
            disabled={readOnly}
            onChange={({ currentTarget: { value } }) => {
              const means = value === "valid" ? value : REASONS.find((reason) => reason === value);
              if (means !== undefined) put(index, { means });
            }}
          />
          {readOnly ? null : (
            <Group gap={2} wrap="nowrap" className={classes.meaningActs}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={E.moveMeaning(index + 1)}
                disabled={index === 0}
                onClick={() => earlier(index)}
              >
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={E.removeMeaning(index + 1)}
                disabled={rows.length === 1}
                onClick={() => change(rows.filter((_, at) => at !== index))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </Group>
          )}
        </div>
      ))}
      {readOnly || rows.length >= 20 ? null : (
        <Group>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change([...rows, { statuses: "2xx", path: "", equals: "", means: "unknown" }])}
          >
            {E.addMeaning}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** `200`, `2xx`, `404, 410`; empty for any. */
export function isStatuses(text: string): boolean {
  return STATUSES.test(text);
}
