import type { Transaction } from "@promostack/core";
import { stepName } from "../graph/stepName.ts";
import type { VariantNumbers } from "./api.ts";
import type { Chosen } from "./chosen.ts";
import { wilson } from "./wilson.ts";

interface Row {
  step: string;
  exit: string;
  walks: number;
  completed: number;
  goal: number;
}

/** How each branch of each split does: a walk counts once, for the branch it took first. */
export async function variantNumbers(trx: Transaction, chosen: Chosen): Promise<VariantNumbers[]> {
  const splits = chosen.document.steps.filter((step) => step.kind === "split");
  if (splits.length === 0) return [];
  const values = [chosen.versionId, splits.map(({ id }) => id), chosen.from, chosen.to];
  const taken = await trx.many<Pick<Row, "step" | "exit" | "walks">>(
    `select step, exit, sum(walks)::float8 as walks from visit_count
     where version_id = $1 and step = any($2::text[]) and exit <> '' and day between $3 and $4 group by 1, 2`,
    values,
  );
  const ended = await trx.many<Omit<Row, "walks">>(
    `select step, exit, sum(walks)::float8 as completed, coalesce(sum(walks) filter (where outcome = 'goal'), 0)::float8 as goal
     from split_count where version_id = $1 and step = any($2::text[]) and day between $3 and $4 and state = 'completed' group by 1, 2`,
    values,
  );
  return splits.flatMap((step) =>
    step.variants.map(({ id, name }) => {
      const isThis = (each: { step: string; exit: string }) =>
        each.step === step.id && each.exit === `variant:${id}`;
      const walks = taken.find(isThis)?.walks ?? 0;
      const row = ended.find(isThis);
      const completed = wilson(row?.completed ?? 0, walks);
      const goal = wilson(row?.goal ?? 0, walks);
      return {
        step: step.id,
        name: stepName(step),
        variant: id,
        title: name,
        walks,
        completed: row?.completed ?? 0,
        completedShare: completed.share,
        completedLow: completed.low,
        completedHigh: completed.high,
        goal: row?.goal ?? 0,
        goalShare: goal.share,
        goalLow: goal.low,
        goalHigh: goal.high,
      };
    }),
  );
}
