import { Stack, Text, TextInput } from "@mantine/core";
import { call, Section, useMay, useSaveKey } from "@promostack/web/kit";
import type { TrialResult, ValidatorDetail } from "../../codes/api.ts";
import type { EndpointPlan } from "../../codes/plans.ts";
import classes from "./Codes.module.css";
import { EndpointFields, isAddress } from "./EndpointFields.tsx";
import { type FieldRow, FieldRows, fieldsOf, rowsOf, soundRows } from "./FieldRows.tsx";
import { LastAnswers } from "./LastAnswers.tsx";
import { isStatuses, MeaningRows } from "./MeaningRows.tsx";
import { ENDPOINT_TRIALS, ENDPOINTS } from "./paths.ts";
import { ReasonTexts } from "./ReasonTexts.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { TrialPanel } from "./TrialPanel.tsx";
import { words as W } from "./texts.ts";
import { useSaving } from "./useSaving.ts";

export type EndpointDetail = Extract<ValidatorDetail, { kind: "endpoint" }>;

/** An endpoint as it is being edited. */
export interface EndpointDraft {
  title: string;
  plan: EndpointPlan;
  rows: FieldRow[];
  /** Another value of the secret header; empty leaves the one that is kept. */
  secret: string;
}

const E = W.endpoint;

/** How a server is asked and what its answers mean, tried beside it before it is saved. */
export default function EndpointPanel({ kept }: { kept: EndpointDetail }) {
  const { id } = kept.row;
  const readOnly = !useMay("admin");
  const form = useSaving<EndpointDraft>(`${ENDPOINTS}/${id}`, kept, draftOf, draftFrom(kept), sent);
  const { draft, change, save, saving } = form;
  const { title, plan, rows } = draft;
  const put = (patch: Partial<EndpointPlan>) => change({ plan: { ...plan, ...patch } });
  const ready = !readOnly && isSound(draft);
  useSaveKey(() => {
    if (ready && form.changed) save();
  }, saving);
  const ask = (code: string, person: string | undefined) => {
    const { plan: typed, secret } = sent(draft);
    const body = { code, person, validator: id, endpoint: { plan: typed, secret } };
    return call<TrialResult>(ENDPOINT_TRIALS, { method: "POST", body });
  };
  return (
    <div className={classes.columns}>
      <div className={classes.part}>
        {readOnly ? <Text c="dimmed">{E.needsAdmin}</Text> : null}
        <Section>
          <TextInput
            label={W.name}
            value={title}
            maxLength={120}
            readOnly={readOnly}
            onChange={({ currentTarget }) => change({ title: currentTarget.value })}
          />
        </Section>
        <EndpointFields draft={draft} change={change} secretKept={kept.secretKept} readOnly={readOnly} />
        <Section title={E.meanings} intro={E.meaningsHelp}>
          <MeaningRows rows={plan.meanings} readOnly={readOnly} change={(meanings) => put({ meanings })} />
        </Section>
        <Section>
          <FieldRows
            {...{ label: E.values, help: E.valuesHelp, valueLabel: E.valuePath, rows, readOnly }}
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
      <aside className={classes.aside}>
        <Stack gap="md">
          {readOnly ? null : <TrialPanel open={false} ask={ask} />}
          <LastAnswers id={id} />
        </Stack>
      </aside>
    </div>
  );
}

function isSound({ title, plan, rows }: EndpointDraft): boolean {
  const { address, meanings, headers } = plan;
  return (
    title.trim() !== "" &&
    isAddress(address) &&
    soundRows(rows) &&
    meanings.length > 0 &&
    meanings.every(({ statuses }) => isStatuses(statuses)) &&
    headers.every(({ name }) => /^[A-Za-z0-9-]{1,60}$/.test(name))
  );
}

function draftOf(detail: ValidatorDetail): EndpointDraft | undefined {
  return detail.kind === "endpoint" ? draftFrom(detail) : undefined;
}

function draftFrom({ row, plan }: EndpointDetail): EndpointDraft {
  return { title: row.title, plan, rows: rowsOf(plan.values), secret: "" };
}

function sent({ title, plan, rows, secret }: EndpointDraft) {
  return {
    title: title.trim(),
    plan: { ...plan, address: plan.address.trim(), values: fieldsOf(rows) },
    ...(secret !== "" && { secret }),
  };
}
