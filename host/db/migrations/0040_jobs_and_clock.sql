-- Which jobs there are and up to where their windows are accounted for. The row is the lock under which windows are planned.
create table host.job (
  plugin text not null,
  job text not null,
  -- Windows before this moment are not the job's: it was not there yet. Business time, as everything not said to be the machine's.
  seen_at timestamptz not null,
  planned_until timestamptz not null,
  primary key (plugin, job)
);
select host.platform('host.job');

-- The ledger: one row a window, and for jobs of scope tenant one a tenant. The nil uuid stands for the platform.
create table host.job_window (
  tenant_id uuid not null,
  plugin text not null,
  job text not null,
  window_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'running', 'done', 'failed', 'skipped')),
  caught_up boolean not null default false,
  attempts int not null default 0,
  -- Machine time: not to be claimed before (back-off, a breaker's pause).
  not_before timestamptz not null default now(),
  runner uuid,
  error text,
  finished_at timestamptz,
  primary key (tenant_id, plugin, job, window_at)
);
create index job_window_unfinished on host.job_window (plugin, job, window_at, tenant_id) where state in ('pending', 'running');
create index job_window_finished on host.job_window (finished_at) where state in ('done', 'failed', 'skipped');
select host.platform('host.job_window');

-- Processes that run windows. One whose heart has stopped lost its claims.
create table host.job_runner (
  runner uuid primary key,
  alive_at timestamptz not null
);
select host.platform('host.job_runner');

-- What happened, for people. Times here are the machine's, except the window's.
create table host.job_run (
  tenant_id uuid not null,
  id uuid not null,
  plugin text not null,
  job text not null,
  window_at timestamptz not null,
  attempt int not null,
  outcome text not null check (outcome in ('done', 'failed')),
  error text,
  started_at timestamptz not null,
  milliseconds int not null,
  primary key (tenant_id, id)
);
create index job_run_recent on host.job_run (plugin, job, started_at desc);
create index job_run_tenant on host.job_run (tenant_id, started_at desc);
create index job_run_started on host.job_run (started_at);
select host.platform('host.job_run');

-- The playground's clock: business time `base` at machine time `real_base`, passing `rate` times as fast.
create table host.clock (
  "only" boolean primary key default true check ("only"),
  base timestamptz not null,
  real_base timestamptz not null,
  rate double precision not null check (rate >= 0 and rate <= 3600),
  -- Machine time of the last sign of life of any host: a fast clock stands still while all are down.
  alive_at timestamptz not null
);
select host.platform('host.clock');

-- Agenda makes its own tables here.
create schema if not exists agenda;
