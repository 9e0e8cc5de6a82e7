-- Who publishes: an Ed25519 key, and whether an admin knows whose it is.
create table host.publisher (
  key text primary key check (length(key) = 43),
  -- As its first release called it; the key is what counts.
  name text not null,
  state text not null default 'unknown' check (state in ('unknown', 'approved', 'blocked')),
  reason text,
  first_seen_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
select host.platform('host.publisher');

-- Strategies that were published to this installation. Every replica follows this table. What comes with the platform is not here.
create table host.strategy_release (
  strategy text not null,
  version text not null,
  publisher text not null references host.publisher (key),
  state text not null check (state in ('pending', 'active', 'deprecated', 'withdrawn', 'refused')),
  -- Why it is not active, for people; for a deprecated one, what to use instead.
  reason text,
  replacement text,
  -- Who decided so last: what an admin decided, its publisher does not undo.
  decided_by text check (decided_by in ('publisher', 'admin')),
  -- Hash of the signed list of files: names the content.
  integrity text not null,
  manifest jsonb not null,
  -- What the strategy says of itself, asked once in the sandbox.
  description jsonb not null,
  checks jsonb not null,
  files jsonb not null,
  readme text,
  -- The only part that is ever run; at most a megabyte.
  script text not null,
  script_hash text not null,
  published_at timestamptz not null default now(),
  -- Since when it can be chosen.
  active_at timestamptz,
  changed_at timestamptz not null default now(),
  primary key (strategy, version)
);
create index strategy_release_publisher on host.strategy_release (publisher);
create index strategy_release_waiting on host.strategy_release (published_at) where state = 'pending';
select host.platform('host.strategy_release');

-- A release that misbehaves rests, alone, whether it was published or came with the platform. So does one set of parameters
-- (the hash of them in `scope`), since a tenant's odd parameters are no reason to take everybody's signals away.
create table host.strategy_quarantine (
  strategy text not null,
  version text not null,
  scope text not null default '',
  reason text not null,
  -- How often in a row it had to rest; the next rest is longer.
  strikes int not null default 1,
  at timestamptz not null default now(),
  until timestamptz not null,
  primary key (strategy, version, scope)
);
select host.platform('host.strategy_quarantine');

create table host.strategy_fault (
  id uuid primary key,
  strategy text not null,
  version text not null,
  scope text not null default '',
  code text not null,
  message text not null,
  at timestamptz not null default now()
);
create index strategy_fault_recent on host.strategy_fault (strategy, version, at);
select host.platform('host.strategy_fault');

-- Signed requests that were carried out: none is carried out twice. Kept for as long as their signature counts.
create table host.publisher_nonce (
  publisher text not null,
  nonce uuid not null,
  at timestamptz not null default now(),
  primary key (publisher, nonce)
);
select host.platform('host.publisher_nonce');
