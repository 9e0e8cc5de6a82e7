-- Journeys and their versions, people, the walks through journeys, and what a walk waits for.
-- Business times are the platform clock's; leases are the machine's.

create table journey (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  folder text not null default '',
  -- What the editor works on. `revision` counts its saves: two people who edit at once are told.
  draft jsonb not null,
  revision int not null default 1,
  edited_at timestamptz not null,
  edited_by text not null default '',
  -- The version that people enter now; null while it is not published.
  live_version uuid,
  archived_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
select host.secure('journey');

-- Immutable: people who are inside keep theirs.
create table version (
  tenant_id uuid not null,
  id uuid not null,
  journey_id uuid not null,
  number int not null,
  document jsonb not null,
  note text not null default '',
  published_at timestamptz not null,
  published_by text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, journey_id, number),
  foreign key (tenant_id, journey_id) references journey (tenant_id, id) on delete cascade
);
select host.secure('version');

-- Triggers of the versions that are live, by what they listen to. `key` is the code, the word in lower case, the command, the chat,
-- the tag or `plugin/event`; empty for those that take anything.
create table trigger (
  tenant_id uuid not null,
  journey_id uuid not null,
  version_id uuid not null,
  id text not null,
  kind text not null,
  key text not null,
  match text not null default 'is',
  priority int not null,
  published_at timestamptz not null,
  primary key (tenant_id, journey_id, id, key),
  foreign key (tenant_id, journey_id) references journey (tenant_id, id) on delete cascade
);
create index trigger_by_key on trigger (tenant_id, kind, key);
select host.secure('trigger');

create table person (
  tenant_id uuid not null,
  id uuid not null,
  -- Null for people who were imported and have not written yet.
  telegram_id bigint,
  first_name text not null default '',
  last_name text not null default '',
  username text not null default '',
  language text not null default '',
  timezone text,
  -- How they first came: the code of a deep link, `keyword`, `import` …
  source text not null default '',
  tags text[] not null default '{}',
  fields jsonb not null default '{}',
  -- Connected channels (chat ids) that they are in.
  chats text[] not null default '{}',
  first_seen timestamptz not null,
  last_heard timestamptz,
  blocked_at timestamptz,
  -- They sent STOP: neither journeys nor broadcasts until they write /start.
  stopped_at timestamptz,
  -- A colleague answers by hand since then: the bot is silent.
  taken_over_at timestamptz,
  taken_over_by text,
  -- When messages that they did not ask for went out, the newest ones: the cap counts them.
  touches timestamptz[] not null default '{}',
  primary key (tenant_id, id)
) with (fillfactor = 70);
create unique index person_by_telegram on person (tenant_id, telegram_id);
create index person_by_time on person (tenant_id, first_seen desc, id desc);
create index person_by_tag on person using gin (tags);
select host.secure('person');

create table session (
  tenant_id uuid not null,
  id uuid not null,
  journey_id uuid not null,
  version_id uuid not null,
  person_id uuid not null,
  -- Copied from the version: the index below is what makes "once" true.
  reentry text not null,
  -- What let the person in: `deep_link:spring`.
  entered_by text not null,
  step text not null default '',
  state text not null,
  -- Everything else that the engine keeps (engine/session.ts).
  body jsonb not null,
  seq int not null,
  -- When the scheduler looks at it again.
  due_at timestamptz,
  entered_at timestamptz not null,
  moved_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  error text,
  primary key (tenant_id, id)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
-- One conversation at a time a person.
create unique index session_live on session (tenant_id, person_id) where ended_at is null;
create unique index session_once on session (tenant_id, journey_id, person_id) where reentry = 'once';
create index session_due on session (due_at) where due_at is not null;
create index session_at_step on session (tenant_id, version_id, step) where ended_at is null;
create index session_by_journey on session (tenant_id, journey_id, entered_at desc, id desc);
create index session_by_person on session (tenant_id, person_id, entered_at desc);
select host.secure('session');

-- Somebody who is to enter a journey when the one they are in is over.
create table waiting_entry (
  tenant_id uuid not null,
  person_id uuid not null,
  journey_id uuid not null,
  id uuid not null,
  entered_by text not null,
  variables jsonb not null default '{}',
  created_at timestamptz not null,
  primary key (tenant_id, person_id, journey_id)
);
select host.secure('waiting_entry');

-- A stay at a step: what funnels count.
create table visit (
  tenant_id uuid not null,
  session_id uuid not null,
  n int not null,
  journey_id uuid not null,
  version_id uuid not null,
  step text not null,
  entered_at timestamptz not null,
  left_at timestamptz,
  exit text,
  primary key (tenant_id, session_id, n)
) with (fillfactor = 90);
create index visit_of_step on visit (tenant_id, version_id, step, entered_at);
select host.secure('visit');

-- What a walk asked of a plugin and waits for: an action, or facts.
create table call (
  tenant_id uuid not null,
  session_id uuid not null,
  seq int not null,
  person_id uuid not null,
  step text not null,
  -- Null for facts.
  plugin text,
  action text,
  input jsonb not null,
  due_at timestamptz not null,
  lease_until timestamptz not null default '-infinity',
  claim uuid,
  attempts int not null default 0,
  error text,
  done_at timestamptz,
  primary key (tenant_id, session_id, seq)
) with (fillfactor = 70);
create index call_due on call (due_at) where done_at is null;
select host.secure('call');

-- The conversation with a person, both ways.
create table chat_message (
  tenant_id uuid not null,
  person_id uuid not null,
  -- UUIDv7: in order of time.
  id uuid not null,
  at timestamptz not null,
  -- `person`, or who wrote to them: `journey`, `broadcast`, `colleague`, `system`.
  author text not null,
  -- Telegram's kind: text, photo, press …
  kind text not null,
  text text not null default '',
  -- Buttons, file, who of the colleagues.
  more jsonb not null default '{}',
  -- Of what we send: the outbox's key, and how it ended.
  dedupe_key text,
  outcome text,
  session_id uuid,
  step text,
  primary key (tenant_id, person_id, id)
);
create index chat_message_by_key on chat_message (tenant_id, dedupe_key) where dedupe_key is not null;
select host.secure('chat_message');

create table click (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  person_id uuid not null,
  -- The walk or the broadcast whose button it was.
  session_id uuid,
  broadcast_id uuid,
  version_id uuid,
  step text not null default '',
  button text not null,
  primary key (tenant_id, id)
);
create index click_of_step on click (tenant_id, version_id, step, button);
create index click_of_broadcast on click (tenant_id, broadcast_id);
select host.secure('click');
