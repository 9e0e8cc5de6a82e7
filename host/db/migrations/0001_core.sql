-- Every tenant table of the host and of the plugins goes through one of the two functions below, so that tenancy is written once.

-- A table of tenants' rows: the tenant role sees and writes the rows of the tenant that its transaction names and nothing else;
-- without a tenant it sees nothing. The host's cross-tenant role sees all, and so does the owner, because migrations move data.
-- `grants` is what the tenant role may do.
create function host.secure(target regclass, grants text default 'select, insert, update, delete') returns void
language plpgsql set search_path = pg_catalog as $$
declare
  app name := (select name from host.role where kind = 'app');
  system name := (select name from host.role where kind = 'system');
begin
  if not exists (
    select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = target and i.indisprimary and a.attname = 'tenant_id'
      and a.atttypid = 'uuid'::regtype and a.attnotnull
  ) then
    raise exception '% needs tenant_id uuid not null as the first column of its primary key', target;
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('drop policy if exists tenant on %s', target);
  execute format(
    'create policy tenant on %s to %I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
    'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', target, app);
  execute format('drop policy if exists platform on %s', target);
  execute format('create policy platform on %s to %I, %I using (true) with check (true)', target, system, current_user);
  execute format('revoke all on %s from %I', target, app);
  execute format('grant %s on %s to %I', grants, target, app);
  execute format('grant select, insert, update, delete on %s to %I', target, system);
  perform host.open_schema(target, app);
  perform host.open_schema(target, system);
end $$;

-- A table of the platform's: closed to the tenant role, open to the host's own.
create function host.platform(target regclass) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  app name := (select name from host.role where kind = 'app');
  system name := (select name from host.role where kind = 'system');
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('drop policy if exists platform on %s', target);
  execute format('create policy platform on %s to %I, %I using (true) with check (true)', target, system, current_user);
  execute format('revoke all on %s from %I', target, app);
  execute format('grant select, insert, update, delete on %s to %I', target, system);
  perform host.open_schema(target, system);
end $$;

-- Schema and serial columns of a table, for a role that has rights on it.
create function host.open_schema(target regclass, role name) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  sequence regclass;
begin
  execute format('grant usage on schema %s to %I',
    (select relnamespace::regnamespace from pg_class where oid = target), role);
  for sequence in
    select d.objid::regclass from pg_depend d join pg_class c on c.oid = d.objid
    where d.refobjid = target and d.deptype in ('a', 'i') and c.relkind = 'S'
  loop
    execute format('grant usage on sequence %s to %I', sequence, role);
  end loop;
end $$;

-- The tenant of this transaction, or null.
create function host.current_tenant() returns uuid
language sql stable as $$ select nullif(current_setting('app.tenant', true), '')::uuid $$;

create table host.tenant (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text not null check (name <> ''),
  timezone text not null default 'UTC',
  locale text not null default 'en',
  plan text not null default 'free',
  entitlements text[] not null default '{}',
  created_at timestamptz not null default now()
);
select host.platform('host.tenant');
-- A tenant may read its own row.
do $$ declare app name := (select name from host.role where kind = 'app'); begin
  execute format(
    'create policy tenant on host.tenant for select to %I using (id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', app);
  execute format('grant select on host.tenant to %I', app);
  execute format('grant usage on schema host to %I', app);
end $$;

create table host.person (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text,
  created_at timestamptz not null default now()
);
select host.platform('host.person');

create table host.tenant_users (
  tenant_id uuid not null references host.tenant (id) on delete cascade,
  person_id uuid not null references host.person (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, person_id)
);
create index tenant_users_person on host.tenant_users (person_id);
select host.secure('host.tenant_users');

-- Values that the vault encrypted. The nil uuid stands for the installation.
create table host.secret (
  tenant_id uuid not null,
  plugin text not null,
  name text not null,
  ciphertext bytea not null,
  key_id text not null,
  last4 text not null default '',
  updated_at timestamptz not null default now(),
  primary key (tenant_id, plugin, name)
);
create index secret_key on host.secret (key_id);
select host.platform('host.secret');

-- Who did what to what. The nil uuid stands for the platform. Rows are added and read, never changed.
create table host.audit (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  actor_id uuid,
  actor_email text,
  action text not null,
  target text,
  before jsonb,
  after jsonb,
  request_id text,
  address text,
  viewing_as boolean not null default false,
  primary key (tenant_id, id)
);
select host.secure('host.audit', 'select, insert');
