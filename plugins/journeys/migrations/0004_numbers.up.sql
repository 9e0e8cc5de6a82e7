-- Counts that the numbers of a journey are read from: over millions of stays they cannot be counted while somebody looks. Triggers keep
-- them in the transaction of the move itself. `slot` is the connection that counts: two moves never wait for the same row.

create table visit_count (
  tenant_id uuid not null,
  version_id uuid not null,
  -- When the walk began, in UTC.
  day date not null,
  step text not null,
  -- By which exit a stay was left; empty for having come.
  exit text not null,
  slot int not null,
  stays bigint not null,
  -- Stays that were the walk's first of their kind: a walk that comes again counts once.
  walks bigint not null,
  primary key (tenant_id, version_id, day, step, exit, slot)
) with (fillfactor = 50);
select host.secure('visit_count');

create table walk_count (
  tenant_id uuid not null,
  version_id uuid not null,
  day date not null,
  -- How it ended; empty for having begun.
  state text not null,
  outcome text not null,
  slot int not null,
  walks bigint not null,
  primary key (tenant_id, version_id, day, state, outcome, slot)
) with (fillfactor = 50);
select host.secure('walk_count');

-- Adds stays that began or were left.
create function count_visits() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into visit_count as c (tenant_id, version_id, day, step, exit, slot, stays, walks)
    select v.tenant_id, v.version_id, (s.entered_at at time zone 'UTC')::date, v.step, v.exit, pg_backend_pid(), count(*),
      count(*) filter (where not exists (
        select from visit e where e.tenant_id = v.tenant_id and e.session_id = v.session_id and e.n < v.n and e.step = v.step
          and (v.exit = '' or e.exit = v.exit)))
    from (select tenant_id, version_id, session_id, n, step, '' as exit from changed
      union all select tenant_id, version_id, session_id, n, step, exit from changed where exit is not null) v
    join session s on s.tenant_id = v.tenant_id and s.id = v.session_id
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (tenant_id, version_id, day, step, exit, slot)
      do update set stays = c.stays + excluded.stays, walks = c.walks + excluded.walks;
  else
    insert into visit_count as c (tenant_id, version_id, day, step, exit, slot, stays, walks)
    select v.tenant_id, v.version_id, (s.entered_at at time zone 'UTC')::date, v.step, v.exit, pg_backend_pid(), count(*),
      count(*) filter (where not exists (
        select from visit e where e.tenant_id = v.tenant_id and e.session_id = v.session_id and e.n < v.n and e.step = v.step
          and e.exit = v.exit))
    from changed v join before b using (tenant_id, session_id, n)
    join session s on s.tenant_id = v.tenant_id and s.id = v.session_id
    where b.exit is null and v.exit is not null
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (tenant_id, version_id, day, step, exit, slot)
      do update set stays = c.stays + excluded.stays, walks = c.walks + excluded.walks;
  end if;
  return null;
end $$;

create trigger count_came after insert on visit referencing new table as changed
  for each statement execute function count_visits();
create trigger count_left after update on visit referencing new table as changed old table as before
  for each statement execute function count_visits();

-- Walks began: many at once, or one.
create function count_begun() returns trigger language plpgsql as $$
begin
  insert into walk_count as c (tenant_id, version_id, day, state, outcome, slot, walks)
  select tenant_id, version_id, (entered_at at time zone 'UTC')::date, '', '', pg_backend_pid(), count(*)
  from changed group by 1, 2, 3 order by 1, 2, 3
  on conflict (tenant_id, version_id, day, state, outcome, slot) do update set walks = c.walks + excluded.walks;
  return null;
end $$;

create trigger count_begun after insert on session referencing new table as changed
  for each statement execute function count_begun();

-- A walk ended, or was taken up again after it had failed. By the row: most updates of walks end none, and must cost nothing.
create function count_ended() returns trigger language plpgsql as $$
declare
  walk record := new;
begin
  if new.ended_at is null then
    walk := old;
  end if;
  insert into walk_count as c (tenant_id, version_id, day, state, outcome, slot, walks)
  values (walk.tenant_id, walk.version_id, (walk.entered_at at time zone 'UTC')::date, walk.state, coalesce(walk.outcome, ''),
    pg_backend_pid(), case when new.ended_at is null then -1 else 1 end)
  on conflict (tenant_id, version_id, day, state, outcome, slot) do update set walks = c.walks + excluded.walks;
  return null;
end $$;

create trigger count_ended after update on session for each row
  when ((old.ended_at is null) is distinct from (new.ended_at is null)) execute function count_ended();

-- Stays of a step that were left, the newest first: how long people stay.
create index visit_left on visit (tenant_id, version_id, step, left_at desc) include (entered_at) where left_at is not null;
-- A counted link names the walk alone.
create index session_by_id on session (id);
