-- A key that an admin approved may be trusted for a time only.
alter table host.publisher add column expires_at timestamptz;

-- Releases whose archive this installation keeps: every replica that is to run one fetches it from there. What of them is active,
-- draining or retired, host.registration and the loader say.
create table host.plugin_release (
  plugin_id text not null,
  version text not null,
  -- Hash of the list of files: names the content.
  integrity text not null,
  -- Its folder below DATA_DIR/plugins on every replica: `<id>/<version>-<sha12>`.
  path text not null,
  manifest jsonb not null,
  files jsonb not null,
  -- Who signed it; null where nobody did.
  publisher text references host.publisher (key),
  source text not null check (source in ('upload', 'registry', 'file')),
  -- Name of the file, or the package with its version.
  origin text not null,
  storage_key text not null,
  archive_bytes bigint not null,
  state text not null check (state in ('staged', 'migrated', 'withdrawn')),
  -- What the admin was shown and agreed to, who and when; null where nobody had to be asked.
  consent jsonb,
  -- The install that brought it; undone with it as long as it has never been active.
  install_id uuid not null,
  activated_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (plugin_id, version)
);
select host.platform('host.plugin_release');

-- One admin's order to install, from the archive's arrival to the release's first tenant. A replica works on it under a session lock,
-- which is free when its process is gone: whoever finds it then goes on, since every step may be done twice.
create table host.plugin_install (
  id uuid primary key,
  source text not null check (source in ('upload', 'registry', 'file', 'bundled')),
  name text not null,
  -- False: made ready, for an admin to offer to some tenants first.
  activate boolean not null default true,
  -- Who asked, through which request: for the audit log.
  requested jsonb not null,
  -- Emptied at the end.
  archive bytea,
  plugin_id text,
  version text,
  previous_version text,
  state text not null check (state in ('running', 'waiting', 'done', 'failed', 'cancelled')),
  steps jsonb not null default '[]',
  -- What is asked, and the answer.
  consent jsonb,
  consented jsonb,
  failure jsonb,
  -- What it has to become once everything is undone.
  ending text check (ending in ('failed', 'cancelled')),
  -- How the plugin's schema was before.
  undo jsonb,
  -- Processes that have worked on it without an end.
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index plugin_install_open on host.plugin_install (created_at) where state in ('running', 'waiting');
select host.platform('host.plugin_install');
