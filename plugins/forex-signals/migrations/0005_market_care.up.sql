-- Days on which a calendar's rules do not hold: `effect` is open, closed, thin, or the local time at which trading ends.
create table market_day (
  calendar text not null,
  date date not null,
  effect text not null,
  name text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (calendar, date)
);
select host.platform('market_day');

-- Stretches of trading time without candles. One that was filled keeps its row, so that a person sees what happened.
create table gap (
  symbol text not null,
  timeframe text not null,
  from_time timestamptz not null,
  until_time timestamptz not null,
  missing int not null,
  seen_at timestamptz not null,
  asked_at timestamptz,
  attempts int not null default 0,
  filled_at timestamptz,
  primary key (symbol, timeframe, from_time)
);
create index gap_open on gap (symbol, timeframe) where filled_at is null;
select host.platform('gap');

-- The one budget, by the minute and the day of the platform's clock: what we reserved, corrected by what the provider says.
alter table credit
  add column minute timestamptz,
  add column day date,
  add column day_used int not null default 0,
  add column per_minute int,
  add column per_day int,
  add column plan text,
  add column problem text,
  add column usage_at timestamptz;

-- What credits were spent on, an hour a row.
create table credit_use (
  hour timestamptz not null,
  purpose text not null,
  symbol text not null,
  requests int not null default 0,
  credits int not null default 0,
  refused int not null default 0,
  primary key (hour, purpose, symbol)
);
select host.platform('credit_use');

-- Candles that were missing in what a strategy looked back on.
alter table evaluation add column missing int not null default 0;

-- Newest streamed prices, for everybody to see, and who holds the one connection.
create table live_price (
  symbol text primary key,
  price numeric not null,
  time timestamptz not null,
  received_at timestamptz not null,
  touched_at timestamptz
);
select host.platform('live_price');

create table stream (
  provider text primary key,
  owner text,
  lease_until timestamptz,
  state text not null default 'off',
  detail text,
  symbols text[] not null default '{}',
  refused text[] not null default '{}',
  connected_at timestamptz,
  heard_at timestamptz,
  reconnects int not null default 0
);
select host.platform('stream');
