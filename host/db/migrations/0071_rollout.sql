-- The life of a release. Beside the active release stand the one before it, while it may be gone back to, and a candidate that
-- serves some tenants. `removed_at`: uninstalled; what the plugin holds stays.
alter table host.registration
  add column previous_version text,
  add column previous_source text,
  add column previous_path text,
  add column previous_integrity text,
  -- Until then (the machine's clock) the previous release must be able to run: contracting migrations wait for it.
  add column rollback_until timestamptz,
  add column candidate_version text,
  add column candidate_source text,
  add column candidate_path text,
  add column candidate_integrity text,
  add column candidate_percent int not null default 0 check (candidate_percent between 0 and 100),
  add column candidate_tenants uuid[] not null default '{}',
  -- Newest bundled version that was entered here: each takes over once, so that going back from it lasts.
  add column bundled_version text,
  add column removed_at timestamptz;
update host.registration set bundled_version = version where source = 'bundled';

-- A release that a replica could not bring up, or that was taken back by itself; the release before it goes on.
create table host.release_failure (
  plugin_id text not null,
  version text not null,
  code text not null,
  phase text,
  reason text not null,
  at timestamptz not null default now(),
  primary key (plugin_id, version)
);
select host.platform('host.release_failure');

-- Settings as they were before a release changed their shape: what an older release works with when it comes back.
alter table host.tenant_plugin
  add column previous_settings jsonb,
  add column previous_settings_version int;

-- Everything that a plugin holds is exported, then waited for, then deleted.
create table host.plugin_purge (
  plugin_id text primary key,
  state text not null check (state in ('exporting', 'waiting', 'deleting', 'done', 'failed')),
  requested_by text,
  requested_at timestamptz not null default now(),
  -- Not deleted before then (the machine's clock).
  due_at timestamptz not null,
  -- Key of the export in the installation's storage.
  export_key text,
  export_bytes bigint,
  failure text,
  updated_at timestamptz not null default now()
);
select host.platform('host.plugin_purge');
