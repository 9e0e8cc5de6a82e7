-- Bots and channels (Connections), the inbox of Telegram's updates, the outbox of messages.
-- Business times (due_at, not_before, done_at, paces) are the platform clock's; leases and received_at are the machine's.

-- A tenant's bot for one role. The token and the webhook's secret are in the vault.
create table host.connection (
  tenant_id uuid not null references host.tenant (id) on delete cascade,
  role text not null check (role in ('signal_bot', 'message_bot')),
  -- Last part of the webhook's address; a new one with each bot, so that an old bot's updates cannot reach the new one's handlers.
  public_id text not null unique,
  -- One bot serves one tenant in one role: it has one webhook.
  bot_id bigint not null unique,
  username text not null,
  name text not null,
  -- What getMe said, so that no start has to ask again.
  bot_info jsonb not null,
  -- SHA-256 of the webhook's secret: enough to compare, useless to read.
  secret_hash bytea not null,
  allowed_updates text[] not null default '{}',
  commands_hash text,
  webhook_state text not null default 'pending' check (webhook_state in ('pending', 'ok', 'failed', 'polling')),
  -- What a person should know: a revoked token, a webhook that Telegram cannot reach.
  problem text,
  verified_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, role)
);
select host.secure('host.connection', 'select');

create table host.connection_channel (
  tenant_id uuid not null,
  role text not null,
  id uuid not null,
  chat text not null,
  username text,
  title text not null,
  type text not null,
  kind text not null check (kind in ('vip', 'free', 'other')),
  can_post boolean not null,
  -- Rights that the bot lacks here, in the Bot API's names.
  missing text[] not null default '{}',
  problem text,
  checked_at timestamptz not null,
  created_at timestamptz not null,
  primary key (tenant_id, role, id),
  unique (tenant_id, role, chat),
  foreign key (tenant_id, role) references host.connection (tenant_id, role) on delete cascade
);
select host.secure('host.connection_channel', 'select');

-- Updates as they came, each once. Rows are kept 48 hours, because Telegram repeats for 24.
create table host.inbox (
  tenant_id uuid not null,
  bot_id bigint not null,
  update_id bigint not null,
  -- Order of arrival. Telegram delivers a chat's updates one after the other; update_id restarts after an idle week.
  seq bigint generated always as identity,
  role text not null,
  -- Chat (or person) whose updates are handled in order.
  queue text not null,
  body json not null,
  received_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  not_before timestamptz not null default '-infinity',
  lease_until timestamptz not null default '-infinity',
  done_at timestamptz,
  parked_at timestamptz,
  error text,
  primary key (tenant_id, bot_id, update_id)
) with (fillfactor = 70);
create index inbox_pending on host.inbox (seq) where done_at is null;
create index inbox_queue on host.inbox (tenant_id, bot_id, queue, seq) where done_at is null;
create index inbox_parked on host.inbox (parked_at) where parked_at is not null;
create index inbox_age on host.inbox using brin (received_at);
select host.secure('host.inbox', 'select');

-- Which plugin has had which update: written in the plugin's own transaction, so that work and mark commit together.
create table host.inbox_mark (
  tenant_id uuid not null,
  bot_id bigint not null,
  update_id bigint not null,
  plugin text not null,
  primary key (tenant_id, bot_id, update_id, plugin)
);
select host.secure('host.inbox_mark', 'select, insert');

create table host.outbox (
  tenant_id uuid not null,
  -- UUIDv7 of the writer: breaks ties between messages of one instant in the order they were written.
  id uuid not null,
  plugin text not null,
  dedupe_key text not null,
  role text not null check (role in ('signal_bot', 'message_bot')),
  chat text not null,
  -- Messages of one queue go out one after the other: the chat, or `<chat>!` for what is not a message.
  queue text not null,
  -- Counts against the chat's pace.
  paced boolean not null,
  method text not null,
  payload json not null,
  priority smallint not null check (priority between 0 and 9),
  due_at timestamptz not null,
  expires_at timestamptz,
  after_crash text not null check (after_crash in ('skip', 'repeat')),
  refers_key text,
  refers_as text check (refers_as in ('reply', 'edit')),
  report text,
  created_at timestamptz not null,
  state text not null default 'pending'
    check (state in ('pending', 'sending', 'sent', 'unknown', 'expired', 'blocked', 'dead')),
  attempts int not null default 0,
  not_before timestamptz not null default '-infinity',
  lease_until timestamptz,
  -- The claim that holds it: a dispatcher whose lease ran out cannot mark what another has taken over.
  claim uuid,
  message_id bigint,
  error text,
  done_at timestamptz,
  parked_at timestamptz,
  -- When the plugin is to hear how it ended (the machine's clock); null when there is nothing to tell.
  report_due timestamptz,
  report_attempts int not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, dedupe_key)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1);
-- `state` is in no index and no predicate, so that a claim is a heap-only update.
create index outbox_ready on host.outbox (tenant_id, role, priority, due_at, id) where done_at is null;
create index outbox_queue on host.outbox (tenant_id, role, queue, due_at, id) where done_at is null;
create index outbox_expiry on host.outbox (expires_at) where done_at is null and expires_at is not null;
create index outbox_parked on host.outbox (tenant_id, id) where parked_at is not null;
create index outbox_report on host.outbox (report_due) where report_due is not null;
create index outbox_age on host.outbox using brin (created_at);
select host.secure('host.outbox', 'select, insert');
-- A plugin's transaction takes the report off the list in the same commit as what it did about it.
do $$ declare app name := (select name from host.role where kind = 'app'); begin
  execute format('grant update (report_due) on host.outbox to %I', app);
end $$;

-- What is known of a chat: its pace, whether it blocked the bot.
create table host.chat_state (
  tenant_id uuid not null,
  role text not null,
  chat text not null,
  -- Theoretical arrival time of the next message (GCRA).
  tat timestamptz not null default '-infinity',
  paused_until timestamptz not null default '-infinity',
  blocked_at timestamptz,
  reason text,
  primary key (tenant_id, role, chat)
) with (fillfactor = 70);
select host.secure('host.chat_state', 'select');

-- A bot's pace, shared by every replica.
create table host.bot_pace (
  tenant_id uuid not null,
  role text not null,
  tat timestamptz not null default '-infinity',
  paused_until timestamptz not null default '-infinity',
  -- The chat that was throttled last: a second chat soon after means that the whole bot is.
  throttled_chat text,
  throttled_at timestamptz,
  primary key (tenant_id, role),
  foreign key (tenant_id, role) references host.connection (tenant_id, role) on delete cascade
) with (fillfactor = 50);
select host.secure('host.bot_pace', 'select');

-- file_id of a stored file: belongs to one bot, spares uploading it again.
create table host.bot_file (
  tenant_id uuid not null,
  bot_id bigint not null,
  key text not null,
  method text not null,
  file_id text not null,
  created_at timestamptz not null,
  primary key (tenant_id, bot_id, key, method)
);
select host.secure('host.bot_file', 'select');
