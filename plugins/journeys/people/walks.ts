import type { Transaction } from "@promostack/core";
import type { Value } from "../graph/parts.ts";
import type { Step } from "../graph/step.ts";
import { stepTitle } from "../graph/stepName.ts";
import type { Walk } from "./api.ts";

/** The newest walks are what somebody looks at. */
const MOST = 50;
const LONGEST_TRAIL = 200;

interface Row {
  id: string;
  journeyId: string;
  journey: string;
  versionId: string;
  version: number;
  enteredBy: string;
  state: string;
  outcome: string | null;
  error: string | null;
  enteredAt: Date;
  endedAt: Date | null;
  dueAt: Date | null;
  variables: Record<string, Value> | null;
}

interface VisitRow {
  sessionId: string;
  step: string;
  enteredAt: Date;
  leftAt: Date | null;
  exit: string | null;
}

/** A person's walks, the newest first, each with where it went and what it keeps. */
export async function walksOf(trx: Transaction, personId: string): Promise<Walk[]> {
  const rows = await trx.many<Row>(
    `select s.id, s.journey_id as "journeyId", j.name as journey, s.version_id as "versionId", v.number as version,
       s.entered_by as "enteredBy", s.state, s.outcome, s.error, s.entered_at as "enteredAt", s.ended_at as "endedAt",
       s.due_at as "dueAt", s.body->'variables' as variables
     from session s join journey j on j.tenant_id = s.tenant_id and j.id = s.journey_id
     join version v on v.tenant_id = s.tenant_id and v.id = s.version_id
     where s.person_id = $1 order by s.entered_at desc, s.id desc limit ${MOST}`,
    [personId],
  );
  const visits = await trx.many<VisitRow>(
    `select s.id as "sessionId", v.step, v.entered_at as "enteredAt", v.left_at as "leftAt", v.exit
     from unnest($1::uuid[]) as s(id) cross join lateral
       (select * from visit where session_id = s.id order by n desc limit ${LONGEST_TRAIL}) v order by s.id, v.n`,
    [rows.map(({ id }) => id)],
  );
  const titles = await stepTitles(
    trx,
    rows.map(({ versionId }) => versionId),
  );
  return rows.map(({ versionId, enteredAt, endedAt, dueAt, variables, ...row }) => ({
    ...row,
    enteredAt: enteredAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    dueAt: dueAt?.toISOString() ?? null,
    variables: variables ?? {},
    trail: visits
      .filter(({ sessionId }) => sessionId === row.id)
      .map((visit) => ({
        step: visit.step,
        title: titles.get(versionId)?.get(visit.step) ?? visit.step,
        enteredAt: visit.enteredAt.toISOString(),
        leftAt: visit.leftAt?.toISOString() ?? null,
        exit: visit.exit,
      })),
  }));
}

type Steps = readonly Pick<Step, "id" | "kind" | "title">[];

async function stepTitles(
  trx: Transaction,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const rows = await trx.many<{ id: string; steps: Steps | null }>(
    "select id, document->'steps' as steps from version where id = any($1::uuid[])",
    [[...new Set(versionIds)]],
  );
  return new Map(rows.map(({ id, steps }) => [id, titlesOf(steps ?? [])]));
}

export function titlesOf(steps: Steps): ReadonlyMap<string, string> {
  return new Map(steps.map((step) => [step.id, stepTitle(step)]));
}
