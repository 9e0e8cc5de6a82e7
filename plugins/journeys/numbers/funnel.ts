import type { Transaction } from "@promostack/core";
import { exitsOf } from "../graph/exits.ts";
import type { Journey } from "../graph/journey.ts";
import type { Step } from "../graph/step.ts";
import { stepName } from "../graph/stepName.ts";
import type { ExitNumbers, StepNumbers } from "./api.ts";
import type { Chosen } from "./chosen.ts";

/** Stays of a step that its times are measured by: the newest, so that they tell how it is now. */
const MEASURED = 500;

interface Count {
  step: string;
  /** Empty: came to the step. */
  exit: string;
  stays: number;
  walks: number;
}

/** The steps in the order in which walks come to them, with how many came, stand there, ended there, and how long they stay. */
export async function stepNumbers(trx: Transaction, chosen: Chosen): Promise<StepNumbers[]> {
  const steps = inWalkingOrder(chosen.document);
  const counts = await countsOf(trx, chosen);
  const times = await timesOf(
    trx,
    chosen,
    steps.map(({ id }) => id),
  );
  const entered = await enteredIn(trx, chosen);
  return steps.map((step) => {
    const own = counts.filter((count) => count.step === step.id);
    const came = own.find(({ exit }) => exit === "");
    const left = own.filter(({ exit }) => exit !== "");
    const sum = (list: readonly Count[]) => list.reduce((total, { stays }) => total + stays, 0);
    const walks = came?.walks ?? 0;
    const time = times.get(step.id);
    return {
      step: step.id,
      name: stepName(step),
      kind: step.kind,
      walks,
      share: entered === 0 ? 0 : walks / entered,
      stays: came?.stays ?? 0,
      inside: Math.max(0, (came?.stays ?? 0) - sum(left)),
      ended: sum(left.filter(({ exit }) => endsAt(step, exit))),
      median: time?.median ?? null,
      p90: time?.p90 ?? null,
    };
  });
}

/** By which ways walks left each step. */
export async function exitNumbers(trx: Transaction, chosen: Chosen): Promise<ExitNumbers[]> {
  const counts = (await countsOf(trx, chosen)).filter(({ exit }) => exit !== "");
  return inWalkingOrder(chosen.document).flatMap((step) => {
    const own = counts.filter((count) => count.step === step.id);
    const all = own.reduce((total, { stays }) => total + stays, 0);
    const titles = new Map(exitsOf(step).map(({ key, title }) => [key, title]));
    const keys = [...titles.keys(), ...own.map(({ exit }) => exit).filter((exit) => !titles.has(exit))];
    return keys.flatMap((exit) => {
      const stays = own.find((count) => count.exit === exit)?.stays ?? 0;
      const to = step.exits[exit] ?? "";
      if (stays === 0 && to === "") return [];
      const title = titles.get(exit) ?? ENDED[exit] ?? exit;
      return [{ step: step.id, exit, title, to, stays, share: all === 0 ? 0 : stays / all }];
    });
  });
}

/** How walks leave a step that is not by one of its exits. */
const ENDED: Record<string, string> = {
  completed: "Reached the goal or the end",
  stopped: "Stopped",
  expired: "Expired",
  failed: "Failed",
  jumped: "Pressed an older button",
};

function endsAt({ exits }: Step, exit: string): boolean {
  return exit !== "jumped" && exits[exit] === undefined;
}

function countsOf(trx: Transaction, { versionId, from, to }: Chosen): Promise<Count[]> {
  return trx.many<Count>(
    `select step, exit, sum(stays)::float8 as stays, sum(walks)::float8 as walks from visit_count
     where version_id = $1 and day between $2 and $3 group by 1, 2`,
    [versionId, from, to],
  );
}

async function enteredIn(trx: Transaction, { versionId, from, to }: Chosen): Promise<number> {
  const row = await trx.one<{ walks: number }>(
    `select coalesce(sum(walks), 0)::float8 as walks from walk_count
     where version_id = $1 and state = '' and day between $2 and $3`,
    [versionId, from, to],
  );
  return row?.walks ?? 0;
}

async function timesOf(trx: Transaction, { versionId, from, to }: Chosen, steps: readonly string[]) {
  const rows = await trx.many<{ step: string; median: number; p90: number }>(
    `select s.step, percentile_cont(0.5) within group (order by v.seconds) as median,
       percentile_cont(0.9) within group (order by v.seconds) as p90
     from unnest($2::text[]) as s(step) cross join lateral (
       select extract(epoch from left_at - entered_at)::float8 as seconds from visit
       where tenant_id = host.current_tenant() and version_id = $1 and step = s.step and left_at is not null
         and entered_at >= $3::date and entered_at < $4::date + 1 order by left_at desc limit ${MEASURED}) v
     group by 1`,
    [versionId, steps, from, to],
  );
  return new Map(rows.map((row) => [row.step, row]));
}

/** Breadth first from the beginning; what cannot be reached comes last. */
function inWalkingOrder({ start, steps }: Journey): Step[] {
  const order = new Set([start]);
  const byId = new Map(steps.map((step) => [step.id, step]));
  for (const id of order) for (const next of Object.values(byId.get(id)?.exits ?? {})) order.add(next);
  const walked = [...order].flatMap((id) => byId.get(id) ?? []);
  return [...walked, ...steps.filter(({ id }) => !order.has(id))];
}
