drop trigger count_ended on session;

create or replace function count_ended() returns trigger language plpgsql as $$
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

drop table split_count;
