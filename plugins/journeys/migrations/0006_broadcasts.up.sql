-- Messages to many people at once.

create table broadcast (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  -- draft, scheduled, sending, paused, done, cancelled
  state text not null default 'draft',
  -- broadcast/plan.ts
  plan jsonb not null,
  revision int not null default 1,
  edited_at timestamptz not null,
  edited_by text not null default '',
  -- The plugin that made it; empty for people.
  owner text not null default '',
  created_at timestamptz not null,
  -- When gathering begins. With a local time that is the first zone's turn.
  starts_at timestamptz,
  begun_at timestamptz,
  -- The last person who was gathered; gathering is over once `gathered_at` stands.
  gathered_to uuid,
  gathered_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index broadcast_by_time on broadcast (tenant_id, created_at desc, id desc);
create index broadcast_under_way on broadcast (starts_at) where state in ('scheduled', 'sending');
-- A counted link names the broadcast alone.
create unique index broadcast_by_id on broadcast (id);
select host.secure('broadcast');

-- Whom a broadcast goes to, each with their own state: waiting, queued (in the outbox), sent, unknown, blocked, failed, skipped, cancelled.
create table broadcast_recipient (
  tenant_id uuid not null,
  broadcast_id uuid not null,
  person_id uuid not null,
  state text not null default 'waiting',
  due_at timestamptz not null,
  -- Why somebody waits longer, was skipped or not reached.
  why text not null default '',
  -- How often the message was taken back before it went out: another key each time.
  takes int not null default 0,
  queued_at timestamptz,
  ended_at timestamptz,
  -- When they entered a journey by its button.
  entered_at timestamptz,
  primary key (tenant_id, broadcast_id, person_id),
  foreign key (tenant_id, broadcast_id) references broadcast (tenant_id, id) on delete cascade
) with (fillfactor = 80);
create index broadcast_recipient_waiting on broadcast_recipient (tenant_id, broadcast_id, due_at, person_id) where state = 'waiting';
create index broadcast_recipient_queued on broadcast_recipient (tenant_id, broadcast_id) where state = 'queued';
select host.secure('broadcast_recipient');
