-- Which release of which plugin is active. Every replica follows this table; what a plugin's state is, its loader says.
create table host.registration (
  plugin_id text primary key,
  version text not null,
  source text not null check (source in ('bundled', 'archive')),
  -- For bundled releases: folder, relative to the bundled registration manifest.
  path text,
  integrity text,
  -- False: an admin took it out of the installation.
  enabled boolean not null default true,
  -- Since when this version is the active one (the machine's clock): how fresh a release is.
  activated_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
select host.platform('host.registration');

create table host.plugin_quarantine (
  plugin_id text primary key,
  version text not null,
  cause text not null check (cause in ('operator', 'crash', 'breaker')),
  reason text not null,
  -- Times that it took the process down while starting; one more after the first pause and it stays out.
  strikes int not null default 0,
  -- End of the quarantine (the machine's clock); null: until somebody releases it.
  until timestamptz,
  at timestamptz not null default now()
);
select host.platform('host.plugin_quarantine');

-- "This process is starting this plugin now." A marker whose process is gone tells which plugin took it down.
create table host.boot_marker (
  -- The process holds a session lock of this name for as long as it lives.
  instance uuid not null,
  plugin_id text not null,
  version text not null,
  phase text not null,
  at timestamptz not null default now(),
  primary key (instance, plugin_id)
);
select host.platform('host.boot_marker');

-- Each time that a release's breaker opened.
create table host.plugin_trip (
  id uuid primary key,
  plugin_id text not null,
  version text not null,
  reason text not null,
  at timestamptz not null default now()
);
create index plugin_trip_recent on host.plugin_trip (plugin_id, at);
select host.platform('host.plugin_trip');

-- A tenant's plugins. Values marked x-secret are never here; they are in host.secret.
create table host.tenant_plugin (
  tenant_id uuid not null references host.tenant (id) on delete cascade,
  plugin_id text not null,
  enabled boolean not null,
  settings jsonb not null default '{}',
  settings_version int not null default 1,
  -- The ETag of the settings.
  revision int not null default 1,
  -- What the tenant must fix before the plugin works again, after a release that changed the settings' schema.
  problem text,
  enabled_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, plugin_id)
);
create index tenant_plugin_enabled on host.tenant_plugin (plugin_id, tenant_id) where enabled and problem is null;
select host.platform('host.tenant_plugin');
