import { call, FormModal, problemText, useAct, useTimezone } from "@promostack/web/kit";
import { useState } from "react";
import type { CodeRow } from "../../codes/api.ts";
import { CodeRules, changeOf } from "./CodeRules.tsx";
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
    <FormModal
      title={W.list.editTitle(row.code)}
      size="lg"
      close={close}
      submit={() => save.mutate()}
      label={W.save}
      busy={save.isPending}
      incomplete={!ready}
      problem={problemText(save.error)}
    >
      <CodeRules draft={rules} change={setRules} />
    </FormModal>
  );
}
