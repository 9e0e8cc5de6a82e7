import type { Transaction } from "@promostack/core";

/** Tables that brought their own row security get the host's policy beside it; those of no tenant are closed to the tenant role. */
const GRANTS = `
do $grants$
declare
  schema text := current_setting('promostack.schema');
  app name := (select name from host.role where kind = 'app');
  system name := (select name from host.role where kind = 'system');
  target record;
begin
  execute format('grant usage on schema %I to %I, %I', schema, app, system);
  execute format('grant usage on all sequences in schema %I to %I, %I', schema, app, system);
  for target in
    select c.oid::regclass as name, c.relkind as kind, c.relrowsecurity and c.relforcerowsecurity as secured,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as tenants,
      exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'platform') as known,
      coalesce(c.reloptions @> array['security_invoker=true'] or c.reloptions @> array['security_invoker=on'], false) as invokes
    from pg_class c
    where c.relnamespace = to_regnamespace(schema) and c.relkind in ('r', 'p', 'v') and not c.relispartition
  loop
    if target.kind = 'v' then
      if target.invokes then execute format('grant select on %s to %I, %I', target.name, app, system); end if;
    elsif target.known then
      continue;
    elsif not target.tenants then
      perform host.platform(target.name);
    elsif target.secured then
      execute format('create policy platform on %s to %I, %I using (true) with check (true)', target.name, system, current_user);
      execute format('grant select, insert, update, delete on %s to %I, %I', target.name, app, system);
    end if;
  end loop;
end $grants$`;

/** Gives the two roles what they need in a plugin's schema, and no more. */
export async function grantSchema(trx: Transaction, schema: string): Promise<void> {
  await trx.run("select set_config('promostack.schema', $1, true)", [schema]);
  await trx.run(GRANTS);
}
