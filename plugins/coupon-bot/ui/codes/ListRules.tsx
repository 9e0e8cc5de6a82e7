import { Stack, TextInput } from "@mantine/core";
import { Section, useMay, useSaveKey, useTimezone } from "@promostack/web/kit";
import type { ValidatorDetail } from "../../codes/api.ts";
import type { ListPlan } from "../../codes/plans.ts";
import classes from "./Codes.module.css";
import { type FieldRow, FieldRows, fieldsOf, rowsOf, soundRows } from "./FieldRows.tsx";
import type { ListDetail } from "./ListPanel.tsx";
import { LISTS } from "./paths.ts";
import { ReasonTexts } from "./ReasonTexts.tsx";
import { LimitField, WallField } from "./RuleFields.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { words as W } from "./texts.ts";
import { useSaving } from "./useSaving.ts";

interface Draft {
  title: string;
  plan: ListPlan;
  rows: FieldRow[];
}

const R = W.rules;

/** What holds for every code of a list. */
export function ListRules({ kept }: { kept: ListDetail }) {
  const zone = useTimezone();
  const readOnly = !useMay("member");
  const form = useSaving<Draft>(`${LISTS}/${kept.row.id}`, kept, draftOf, draftFrom(kept), sent);
  const { draft, change, save, saving } = form;
  const { plan, title, rows } = draft;
  const put = (patch: Partial<ListPlan>) => change({ plan: { ...plan, ...patch } });
  const ready = !readOnly && title.trim() !== "" && soundRows(rows);
  useSaveKey(() => {
    if (ready && form.changed) save();
  }, saving);
  return (
    <div className={classes.narrow}>
      <Section>
        <TextInput
          label={W.name}
          description={W.nameHelp}
          value={title}
          maxLength={120}
          readOnly={readOnly}
          onChange={({ currentTarget }) => change({ title: currentTarget.value })}
        />
      </Section>
      <Section title={R.when}>
        <Stack gap="sm">
          <WallField
            {...{ label: R.starts(zone), help: R.startsHelp, value: plan.starts, readOnly }}
            change={(starts) => put({ starts })}
          />
          <WallField
            {...{ label: R.ends(zone), help: R.endsHelp, value: plan.ends, readOnly }}
            change={(ends) => put({ ends })}
          />
        </Stack>
      </Section>
      <Section title={R.limits}>
        <Stack gap="sm">
          <LimitField
            {...{ label: R.usesPerCode, help: R.usesPerCodeHelp, value: plan.usesPerCode, readOnly }}
            change={(usesPerCode) => put({ usesPerCode })}
          />
          <LimitField
            {...{ label: R.usesInAll, help: R.usesInAllHelp, value: plan.usesInAll, readOnly }}
            change={(usesInAll) => put({ usesInAll })}
          />
          <LimitField
            {...{ label: R.codesPerPerson, help: R.codesPerPersonHelp, value: plan.codesPerPerson, readOnly }}
            change={(codesPerPerson) => put({ codesPerPerson })}
          />
        </Stack>
      </Section>
      <Section>
        <FieldRows
          {...{ label: R.fields, help: R.fieldsHelp, rows, readOnly }}
          change={(next) => change({ rows: next })}
        />
      </Section>
      <ReasonTexts texts={plan.texts} readOnly={readOnly} change={(texts) => put({ texts })} />
      {readOnly ? null : (
        <SaveBar
          changed={form.changed}
          ready={ready}
          saving={saving}
          error={form.error}
          conflict={form.conflict}
          save={save}
        />
      )}
    </div>
  );
}

function draftOf(detail: ValidatorDetail): Draft | undefined {
  return detail.kind === "list" ? draftFrom(detail) : undefined;
}

function draftFrom({ row, plan }: ListDetail): Draft {
  return { title: row.title, plan, rows: rowsOf(plan.fields) };
}

function sent({ title, plan, rows }: Draft) {
  return { title: title.trim(), plan: { ...plan, fields: fieldsOf(rows) } };
}
