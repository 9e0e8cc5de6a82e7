import type { Transaction } from "@promostack/core";
import type { Step } from "../graph/step.ts";
import type { PeopleOptions } from "./api.ts";
import { fieldUses } from "./fields.ts";
import { titlesOf } from "./walks.ts";

/** Of a word that people have in common: more is no choice any more. */
const MOST = 500;

/** What filters and segments may choose from, as far as this plugin knows: everything but the channels. */
export async function optionsOf(trx: Transaction): Promise<Omit<PeopleOptions, "channels">> {
  const journeys = await trx.many<{ id: string; name: string; live: boolean; steps: Step[] | null }>(
    `select j.id, j.name, j.live_version is not null as live, coalesce(v.document, j.draft)->'steps' as steps
     from journey j left join version v on v.tenant_id = j.tenant_id and v.id = j.live_version
     where j.archived_at is null order by lower(j.name), j.id`,
  );
  return {
    tags: await wordsOf(trx, "select unnest(tags) as word from person"),
    languages: await wordsOf(trx, "select split_part(language, '-', 1) as word from person"),
    sources: await wordsOf(trx, "select source as word from person"),
    journeys: journeys.map(({ steps, ...journey }) => ({
      ...journey,
      steps: [...titlesOf(steps ?? [])].map(([id, title]) => ({ id, title })),
    })),
    fields: (await fieldUses(trx)).map(({ name, label }) => ({ name, label })),
  };
}

async function wordsOf(trx: Transaction, from: string): Promise<string[]> {
  const rows = await trx.many<{ word: string }>(
    `select word from (${from}) w where word <> '' group by word order by lower(word), word limit ${MOST}`,
  );
  return rows.map(({ word }) => word);
}
