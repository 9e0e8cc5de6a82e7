-- How walks ended by the branch of each split that they took: joined while somebody looks, a hundred thousand walks take seconds.

create table split_count (
  tenant_id uuid not null,
  version_id uuid not null,
  -- When the walk began, in UTC.
  day date not null,
  step text not null,
  exit text not null,
  -- How it ended.
  state text not null,
  outcome text not null,
  slot int not null,
  walks bigint not null,
  primary key (tenant_id, version_id, day, step, exit, state, outcome, slot)
) with (fillfactor = 50);
select host.secure('split_count');

insert into split_count (tenant_id, version_id, day, step, exit, state, outcome, slot, walks)
select s.tenant_id, s.version_id, (s.entered_at at time zone 'UTC')::date, v.step, v.exit, s.state, coalesce(s.outcome, ''), 0, count(*)
from session s join (select distinct tenant_id, session_id, step, exit from visit where exit like 'variant:%') v
  on v.tenant_id = s.tenant_id and v.session_id = s.id
where s.ended_at is not null group by 1, 2, 3, 4, 5, 6, 7;

drop trigger count_ended on session;

-- A walk ended, or was taken up again after it had failed. By the row: most updates of walks end none, and must cost nothing.
create or replace function count_ended() returns trigger language plpgsql as $$
declare
  walk record := new;
  change int := 1;
begin
  if new.ended_at is null then
    walk := old;
    change := -1;
  end if;
  insert into walk_count as c (tenant_id, version_id, day, state, outcome, slot, walks)
  values (walk.tenant_id, walk.version_id, (walk.entered_at at time zone 'UTC')::date, walk.state, coalesce(walk.outcome, ''),
    pg_backend_pid(), change)
  on conflict (tenant_id, version_id, day, state, outcome, slot) do update set walks = c.walks + excluded.walks;
  insert into split_count as c (tenant_id, version_id, day, step, exit, state, outcome, slot, walks)
  select distinct walk.tenant_id, walk.version_id, (walk.entered_at at time zone 'UTC')::date, v.step, v.exit, walk.state,
    coalesce(walk.outcome, ''), pg_backend_pid(), change
  from visit v where v.tenant_id = walk.tenant_id and v.session_id = walk.id and v.exit like 'variant:%'
  on conflict (tenant_id, version_id, day, step, exit, state, outcome, slot) do update set walks = c.walks + excluded.walks;
  return null;
end $$;

-- When the transaction commits: by then the last stays of the walk are written too.
create constraint trigger count_ended after update on session deferrable initially deferred for each row
  when ((old.ended_at is null) is distinct from (new.ended_at is null)) execute function count_ended();
