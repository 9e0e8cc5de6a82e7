-- Events between plugins. published_at and due_at are the platform clock's; leases and done_at are the machine's.
create table host.event (
  tenant_id uuid not null,
  id uuid not null,
  -- Order of publication. Of two transactions one of which has seen the other, the later one has the higher number.
  seq bigint generated always as identity,
  publisher text not null,
  name text not null,
  payload jsonb not null,
  published_at timestamptz not null,
  created_at timestamptz not null default now(),
  -- Deliveries have been made for everybody who hears it.
  spread boolean not null default false,
  primary key (tenant_id, id)
);
create index event_fresh on host.event (seq) where not spread;
create index event_age on host.event using brin (created_at);
-- A plugin's transaction adds events and sees none.
select host.secure('host.event', 'insert');

-- One event on its way to one subscriber: the subscriber's inbox.
create table host.event_delivery (
  tenant_id uuid not null,
  subscriber text not null,
  event_id uuid not null,
  seq bigint not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'dead')),
  attempts int not null default 0,
  error text,
  done_at timestamptz,
  primary key (tenant_id, subscriber, event_id)
);
create index event_delivery_pending on host.event_delivery (tenant_id, subscriber, seq) where state = 'pending';
create index event_delivery_dead on host.event_delivery (done_at) where state = 'dead';
create index event_delivery_event on host.event_delivery (tenant_id, event_id);
-- A subscriber's transaction marks its own delivery in the same commit as its work.
select host.secure('host.event_delivery', 'select');
do $$ declare app name := (select name from host.role where kind = 'app'); begin
  execute format('grant update (state, done_at) on host.event_delivery to %I', app);
end $$;

-- A tenant's events for one subscriber are handled one after the other; a lane is what a relay claims.
create table host.event_lane (
  tenant_id uuid not null,
  subscriber text not null,
  -- Null: nothing waits.
  due_at timestamptz,
  lease_until timestamptz not null default '-infinity',
  claim uuid,
  -- Counts up with each event that joins, so that a relay which leaves the lane notices one that came meanwhile.
  wakes bigint not null default 0,
  primary key (tenant_id, subscriber)
) with (fillfactor = 70);
create index event_lane_due on host.event_lane (due_at) where due_at is not null;
select host.platform('host.event_lane');
