-- Reports of releases, made by the platform over its own candles with the release's defaults. Figures that lists show stand beside the whole.
create table release_report (
  id uuid primary key,
  strategy text not null,
  version text not null,
  symbol text not null,
  timeframe text not null,
  node text not null,
  candles_from timestamptz not null,
  candles_to timestamptz not null,
  candles int not null,
  made_at timestamptz not null,
  milliseconds int not null,
  trades int not null,
  win_rate double precision,
  total_r double precision not null,
  expectancy_r double precision,
  profit_factor double precision,
  max_drawdown_r double precision not null,
  equity jsonb not null,
  report jsonb not null,
  unique (strategy, version, symbol, candles_from, candles_to, node)
);
create index release_report_newest on release_report (strategy, version, symbol, made_at desc);
select host.platform('release_report');

-- Reports to be made. A lease that ran out is work of a process that ended.
create table report_task (
  id uuid primary key,
  strategy text not null,
  version text not null,
  symbol text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  doing text not null default '',
  progress real not null default 0,
  attempts int not null default 0,
  leased_until timestamptz,
  report_id uuid,
  error text,
  asked_at timestamptz not null,
  ended_at timestamptz
);
create unique index report_task_once on report_task (strategy, version, symbol) where state in ('waiting', 'running');
select host.platform('report_task');
