-- Switches, the market, the issuer's key, scripted words and stored objects.

create table setting (
  key text primary key,
  value jsonb not null
);

-- Faults that a stand-in shows on purpose. A null column matches everything.
create table fault (
  id bigint generated always as identity primary key,
  service text not null check (service in ('telegram', 'twelvedata', 'openai', 's3')),
  kind text not null,
  bot_id bigint references bot (id) on delete cascade,
  -- Bot API method or path of the service.
  operation text,
  -- How many answers are left; null means until it is switched off.
  remaining int check (remaining is null or remaining >= 0),
  retry_after int,
  seconds int,
  status int,
  detail jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp()
);

-- What a stand-in was asked and what it said, kept while call recording is on.
create table call (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  service text not null,
  bot_id bigint,
  operation text not null,
  parameters jsonb not null,
  status int not null,
  answer jsonb not null
);

create table market (
  symbol text primary key,
  source text not null check (source in ('simulated', 'replay')),
  seed text not null,
  replay_id bigint
);

create table replay (
  id bigint generated always as identity primary key,
  symbol text not null,
  name text not null,
  -- Minutes of one candle.
  minutes int not null check (minutes > 0),
  created_at timestamptz not null default clock_timestamp()
);

create table replay_candle (
  replay_id bigint not null references replay (id) on delete cascade,
  time timestamptz not null,
  open numeric not null,
  high numeric not null,
  low numeric not null,
  close numeric not null,
  primary key (replay_id, time)
);

-- Credits spent in each minute and day of the machine's clock.
create unlogged table credit (
  span text primary key,
  used int not null
);

create table issuer_key (
  kid text primary key,
  private_jwk jsonb not null,
  created_at timestamptz not null default clock_timestamp()
);

-- Answers of the language model: the first whose words occur in the prompt; `words` empty fits any.
create table script (
  id bigint generated always as identity primary key,
  words text not null default '',
  answer text not null,
  remaining int check (remaining is null or remaining >= 0),
  created_at timestamptz not null default clock_timestamp()
);

create table bucket_object (
  bucket text not null,
  key text not null,
  bytes bytea not null,
  etag text not null,
  content_type text not null,
  headers jsonb not null default '{}',
  modified_at timestamptz not null default clock_timestamp(),
  primary key (bucket, key)
);
