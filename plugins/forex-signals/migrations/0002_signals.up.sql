-- A signal's life as the market sees it: one for all tenants that got the same candidate under the same policy. `state` is the state
-- machine's (ticks, milliseconds); candles up to `advanced_until` have been applied to it.
create table position (
  id uuid primary key,
  choice_id text not null references choice (id),
  symbol text not null,
  timeframe text not null,
  strategy text not null,
  opened_at timestamptz not null,
  policy jsonb not null,
  state jsonb not null,
  indicators jsonb not null default '{}',
  thesis text not null default 'intact' check (thesis in ('intact', 'weakening', 'broken')),
  advanced_until timestamptz not null,
  status text not null default 'open' check (status in ('open', 'closed'))
);
create index position_open on position (symbol) where status = 'open';
select host.platform('position');

create table signal (
  tenant_id uuid not null,
  id uuid not null,
  position_id uuid not null,
  choice_id text not null,
  strategy text not null,
  version text not null,
  symbol text not null,
  timeframe text not null,
  direction text not null check (direction in ('buy', 'sell')),
  entry numeric(14, 2) not null,
  stop numeric(14, 2) not null,
  targets numeric(14, 2)[] not null,
  fractions int[] not null,
  stop_policy text not null check (stop_policy in ('trail', 'entry', 'fixed')),
  spread numeric(14, 2) not null,
  reason text,
  risk_note text not null default '',
  status text not null default 'open' check (status in ('draft', 'open', 'closed', 'failed')),
  -- Which of the tenant's places for open signals it holds: the index below is what enforces maxOpenSignals.
  slot smallint not null check (slot >= 1),
  opened_at timestamptz not null,
  closed_at timestamptz,
  close_reason text,
  -- Of a signal closed by hand: who and why.
  closed_by text,
  close_note text,
  failure text,
  outcome text check (outcome in ('win', 'loss', 'break-even')),
  result_r double precision,
  result_pips double precision,
  primary key (tenant_id, id),
  check (status <> 'closed' or (closed_at is not null and outcome is not null and result_r is not null and result_pips is not null))
) with (fillfactor = 70);
create unique index signal_slot on signal (tenant_id, slot) where status = 'open';
-- A tenant follows a position once; and whoever moves the position finds its followers here.
create unique index signal_of_position on signal (position_id, tenant_id);
create index signal_by_time on signal (tenant_id, opened_at desc, id desc);
select host.secure('signal');

-- Fills and posts are written in bulk, in the transaction that moves their signals: without foreign keys, whose checks took as long as
-- the rows themselves.
create table fill (
  tenant_id uuid not null,
  signal_id uuid not null,
  number smallint not null,
  time timestamptz not null,
  price numeric(14, 2) not null,
  -- Parts of 10,000.
  fraction int not null check (fraction between 0 and 10000),
  reason text not null,
  ambiguous boolean not null,
  primary key (tenant_id, signal_id, number)
);
select host.secure('fill');

-- What was said about a signal, in which chat. The row and the message commit together; the key makes each happen once.
create table post (
  tenant_id uuid not null,
  dedupe_key text not null,
  signal_id uuid not null,
  kind text not null,
  chat text not null,
  chat_title text not null,
  time timestamptz not null,
  text text not null,
  outcome text,
  error text,
  message_id bigint,
  primary key (tenant_id, dedupe_key)
);
create index post_of_signal on post (tenant_id, signal_id);
select host.secure('post');

create table refusal (
  tenant_id uuid not null,
  choice_id text not null,
  close_time timestamptz not null,
  reason text not null,
  direction text not null,
  entry numeric(14, 2) not null,
  primary key (tenant_id, choice_id, close_time)
);
create index refusal_by_time on refusal (tenant_id, close_time desc);
select host.secure('refusal');

create table tenant_state (
  tenant_id uuid not null primary key,
  paused_until timestamptz,
  paused_reason text,
  paused_by text
);
select host.secure('tenant_state');
