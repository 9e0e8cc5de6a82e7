import type { Transaction } from "@promostack/core";
import { stepName } from "../graph/stepName.ts";
import type { LinkNumbers } from "./api.ts";
import type { Chosen } from "./chosen.ts";

/** Clicks on the link buttons of a version's messages. */
export async function linkNumbers(trx: Transaction, chosen: Chosen): Promise<LinkNumbers[]> {
  const { versionId, from, to, document } = chosen;
  const clicks = await trx.many<{ step: string; button: string; clicks: number; people: number }>(
    `select step, button, count(*)::float8 as clicks, count(distinct person_id)::float8 as people from click
     where version_id = $1 and at >= $2::date and at < $3::date + 1 group by 1, 2`,
    [versionId, from, to],
  );
  const came = await trx.many<{ step: string; walks: number }>(
    `select step, sum(walks)::float8 as walks from visit_count
     where version_id = $1 and exit = '' and day between $2 and $3 group by 1`,
    [versionId, from, to],
  );
  return document.steps.flatMap((step) => {
    if (step.kind !== "message" && step.kind !== "question") return [];
    const walks = came.find((each) => each.step === step.id)?.walks ?? 0;
    return step.content.buttons
      .filter(({ does }) => does === "link")
      .map(({ id, text, url = "" }) => {
        const row = clicks.find((each) => each.step === step.id && each.button === id);
        const people = row?.people ?? 0;
        return {
          step: step.id,
          name: stepName(step),
          button: id,
          text,
          url,
          clicks: row?.clicks ?? 0,
          people,
          share: walks === 0 ? 0 : Math.min(1, people / walks),
        };
      });
  });
}
