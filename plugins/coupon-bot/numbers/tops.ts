import type { Transaction } from "@promostack/core";
import type { CodeNumbers, ErrorNumbers, TemplateNumbers } from "./api.ts";
import { countedIn, IS, type Scope } from "./scope.ts";

const MOST = 100;

/** Templates by pictures that reached somebody; `names` are those of templates that come with the bot. */
export async function templateNumbers(
  trx: Transaction,
  scope: Scope,
  names: ReadonlyMap<string, string>,
): Promise<TemplateNumbers[]> {
  const counted = countedIn(scope).always("template_id is not null");
  const rows = await trx.many<Omit<TemplateNumbers, "name"> & { name: string | null }>(
    `with each as (
       select template_id, person, count(*) filter (where ${IS.picture}) as pictures, count(*) filter (where outcome = 'failed') as failed
       from use ${counted.where} group by 1, 2
     )
     select template_id as template, (select t.name from template t where t.id::text = template_id) as name, sum(pictures)::int as pictures, sum(failed)::int as failed, count(person)::int as people,
       coalesce(sum(pictures)::float8 / nullif(sum(sum(pictures)) over (), 0), 0) as share
     from each group by 1 order by pictures desc, template limit ${MOST}`,
    counted.values,
  );
  return rows.map((row) => ({ ...row, name: row.name ?? names.get(row.template) ?? "" }));
}

/** Codes by pictures that reached somebody. */
export async function codeNumbers(trx: Transaction, scope: Scope): Promise<CodeNumbers[]> {
  const counted = countedIn(scope).always(IS.picture).always("code is not null");
  const rows = await trx.many<Omit<CodeNumbers, "lastAt"> & { lastAt: Date }>(
    `with each as (select code, person, count(*) as pictures, max(at) as last_at from use ${counted.where} group by 1, 2)
     select code, sum(pictures)::int as pictures, count(person)::int as people, max(last_at) as "lastAt",
       sum(pictures)::float8 / sum(sum(pictures)) over () as share
     from each group by 1 order by pictures desc, code limit ${MOST}`,
    counted.values,
  );
  return rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() }));
}

/** What uses without a picture came to. */
export async function errorNumbers(trx: Transaction, scope: Scope): Promise<ErrorNumbers[]> {
  const counted = countedIn(scope).always(IS.use);
  return trx.many<ErrorNumbers>(
    `select outcome, reason, uses, share from (
       select outcome, reason, count(*)::int as uses, count(*)::float8 / sum(count(*)) over () as share from use ${counted.where} group by 1, 2
     ) e where ${IS.error} order by uses desc, outcome, reason limit ${MOST}`,
    counted.values,
  );
}
