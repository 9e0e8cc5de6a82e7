import { Button, Group, Text } from "@mantine/core";
import { call, problemText, useAct, useTimezone } from "@promostack/web/kit";
import { useState } from "react";
import type { CodeRow } from "../../codes/api.ts";
import { CodeRules, changeOf } from "./CodeRules.tsx";
import { Dialog } from "./Dialog.tsx";
import { rowsOf, soundRows } from "./FieldRows.tsx";
import { CODES, LISTS } from "./paths.ts";
import { words as W } from "./texts.ts";
import { wallOf } from "./wallOf.ts";

/** What holds for one code. */
export function EditCode({ listId, row, close }: { listId: string; row: CodeRow; close(): void }) {
  const zone = useTimezone();
  const [rules, setRules] = useState({
    mostUses: row.mostUses ?? undefined,
    starts: wallOf(row.startsAt, zone),
    ends: wallOf(row.endsAt, zone),
    rows: rowsOf(row.fields),
  });
  const save = useAct({
    act: () => call(`${CODES}/${row.id}`, { method: "PATCH", body: changeOf(rules) }),
    changes: [`${LISTS}/${listId}`],
    tell: false,
    done: W.saved,
    onDone: close,
  });
  const ready = soundRows(rules.rows);
  return (
    <Dialog title={W.list.editTitle(row.code)} close={close} submit={() => ready && save.mutate()}>
      <CodeRules draft={rules} change={setRules} />
      {save.error === null ? null : (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {problemText(save.error)}
        </Text>
      )}
      <Group justify="flex-end">
        <Button type="submit" loading={save.isPending} disabled={!ready}>
          {W.save}
        </Button>
      </Group>
    </Dialog>
  );
}
