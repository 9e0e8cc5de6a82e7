-- Market data, shared by every tenant. Times of candles are their opens, UTC.
create table candle (
  symbol text not null,
  timeframe text not null,
  time timestamptz not null,
  open numeric(14, 5) not null,
  high numeric(14, 5) not null,
  low numeric(14, 5) not null,
  close numeric(14, 5) not null,
  primary key (symbol, timeframe, time)
);
select host.platform('candle');

-- How the feed of one series stands. `revision` counts changes other than appending, so that series kept in memory are read anew.
create table feed (
  symbol text not null,
  timeframe text not null,
  revision int not null default 0,
  fetched_at timestamptz,
  error_code text,
  error_message text,
  error_at timestamptz,
  primary key (symbol, timeframe)
);
select host.platform('feed');

-- The one budget of credits: what the last answer's headers said.
create table credit (
  provider text primary key,
  used int,
  remaining int,
  seen_at timestamptz not null,
  blocked_until timestamptz,
  reason text
);
select host.platform('credit');

-- A distinct choice of strategy release, parameters and symbol: the unit that is evaluated once for everybody.
create table choice (
  id text primary key,
  strategy text not null,
  version text not null,
  parameters jsonb not null,
  symbol text not null,
  timeframe text not null,
  first_seen_at timestamptz not null
);
select host.platform('choice');

-- One row for each candle that a choice was evaluated at; what makes an evaluation happen once.
create table evaluation (
  choice_id text not null references choice (id),
  close_time timestamptz not null,
  candidate jsonb,
  evaluated_at timestamptz not null,
  tenants int not null default 0,
  opened int not null default 0,
  primary key (choice_id, close_time)
);
select host.platform('evaluation');
