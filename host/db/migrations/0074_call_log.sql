-- What calls into plugins cost by the hour, and how they failed. Written in batches, by every replica, and forgotten when it is old:
-- figures to look at, not to bill by.
create table host.plugin_hour (
  plugin_id text not null,
  version text not null,
  hour timestamptz not null,
  calls bigint not null,
  errors bigint not null,
  timeouts bigint not null,
  milliseconds double precision not null,
  primary key (plugin_id, hour, version)
);
select host.platform('host.plugin_hour');

-- Failures that are alike are one row: the same place of the same release with the same code and the same first line of the trace.
create table host.plugin_error (
  plugin_id text not null,
  mark text not null,
  version text not null,
  phase text not null,
  -- `GET /signals`, `job monitor`.
  place text not null,
  code text not null,
  -- Of the last one.
  message text not null,
  trace text,
  -- Whose call it was the last time; null where it was nobody's.
  last_tenant uuid,
  request_id text,
  times bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (plugin_id, mark)
);
create index plugin_error_last on host.plugin_error (plugin_id, last_at desc);
select host.platform('host.plugin_error');
