import { SimpleGrid } from "@mantine/core";
import { useTimezone } from "@promostack/web/kit";
import type { CodeChange } from "../../codes/api.ts";
import { type FieldRow, FieldRows, fieldsOf } from "./FieldRows.tsx";
import { LimitField, WallField } from "./RuleFields.tsx";
import { words as W } from "./texts.ts";

/** Rules of single codes as they are being typed. */
export interface RuleDraft {
  mostUses: number | undefined;
  starts: string | undefined;
  ends: string | undefined;
  rows: FieldRow[];
}

export const NO_RULES: RuleDraft = { mostUses: undefined, starts: undefined, ends: undefined, rows: [] };
const L = W.list;

/** What holds for these codes beside what the list says. */
export function CodeRules({ draft, change }: { draft: RuleDraft; change(draft: RuleDraft): void }) {
  const zone = useTimezone();
  const put = (patch: Partial<RuleDraft>) => change({ ...draft, ...patch });
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <LimitField
          {...{ label: L.mostUses, help: L.mostUsesHelp, value: draft.mostUses }}
          change={(mostUses) => put({ mostUses })}
        />
        <WallField
          {...{ label: L.startsIn(zone), help: L.asList, value: draft.starts }}
          change={(starts) => put({ starts })}
        />
        <WallField
          {...{ label: L.endsIn(zone), help: L.asList, value: draft.ends }}
          change={(ends) => put({ ends })}
        />
      </SimpleGrid>
      <FieldRows
        {...{ label: W.rules.fields, help: W.rules.fieldsHelp, rows: draft.rows, readOnly: false }}
        change={(rows) => put({ rows })}
      />
    </>
  );
}

/** As the server takes it; what is empty is the list's. */
export function changeOf({ mostUses, starts, ends, rows }: RuleDraft): CodeChange {
  return {
    mostUses: mostUses ?? null,
    starts: starts ?? null,
    ends: ends ?? null,
    fields: fieldsOf(rows),
  };
}
