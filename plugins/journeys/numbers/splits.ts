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
  const rows = await trx.many<Row>(
    `select v.step, v.exit, count(*)::float8 as walks, (count(*) filter (where s.state = 'completed'))::float8 as completed,
       (count(*) filter (where s.state = 'completed' and s.outcome = 'goal'))::float8 as goal
     from (select distinct step, exit, session_id from visit
       where version_id = $1 and step = any($2::text[]) and exit like 'variant:%') v
     join session s on s.id = v.session_id
     where s.entered_at >= $3::date and s.entered_at < $4::date + 1 group by 1, 2`,
    [chosen.versionId, splits.map(({ id }) => id), chosen.from, chosen.to],
  );
  return splits.flatMap((step) =>
    step.variants.map(({ id, name }) => {
      const row = rows.find((each) => each.step === step.id && each.exit === `variant:${id}`);
      const walks = row?.walks ?? 0;
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
