-- A tenant's own addresses, to which events of its plugins are sent. The secrets that sign them are in the vault.
create table host.webhook (
  tenant_id uuid not null references host.tenant (id) on delete cascade,
  id uuid not null,
  address text not null,
  events text[] not null check (events <> '{}'),
  -- Off: new events are not kept for it; those that wait already stay until it is on again.
  active boolean not null default true,
  created_by text not null,
  created_at timestamptz not null default now(),
  -- Until then the secret before this one signs too.
  old_secret_until timestamptz,
  -- First failure since the last good answer.
  failing_since timestamptz,
  -- When the platform turned it off for its failures; null where a person did.
  stopped_at timestamptz,
  primary key (tenant_id, id)
);
select host.secure('host.webhook', 'select');

-- One event on its way to one webhook, with what it says: it can be sent again when the event itself is forgotten.
create table host.webhook_delivery (
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  event text not null,
  payload jsonb not null,
  published_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  due_at timestamptz not null,
  lease_until timestamptz not null default '-infinity',
  -- Of the last attempt; status null: there was no answer.
  tried_at timestamptz,
  status int,
  took_ms int,
  answer text,
  error text,
  primary key (tenant_id, webhook_id, event_id),
  foreign key (tenant_id, webhook_id) references host.webhook (tenant_id, id) on delete cascade
);
create index webhook_delivery_waiting on host.webhook_delivery (tenant_id, webhook_id, due_at) where state = 'waiting';
select host.secure('host.webhook_delivery', 'select');
