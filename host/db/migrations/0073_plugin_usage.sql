-- What each plugin did for each tenant, by day (UTC, the platform's clock). Replicas count in memory and add to it every few seconds.
create table host.plugin_usage (
  tenant_id uuid not null references host.tenant on delete cascade,
  plugin text not null,
  day date not null,
  calls bigint not null default 0,
  errors bigint not null default 0,
  milliseconds double precision not null default 0,
  stored_bytes bigint not null default 0,
  primary key (tenant_id, plugin, day)
);
select host.secure('host.plugin_usage', 'select');
