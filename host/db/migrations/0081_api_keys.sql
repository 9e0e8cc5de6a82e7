-- What a tenant's programs sign in with: a key with a role of its own, of which only the hash is kept.
create table host.api_key (
  tenant_id uuid not null references host.tenant (id) on delete cascade,
  id uuid not null,
  name text not null check (name <> ''),
  -- No key is an owner: who owns a tenant is decided by people.
  role text not null check (role in ('viewer', 'member', 'admin')),
  secret_hash bytea not null unique,
  last4 text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  -- Null: until it is deleted.
  expires_at timestamptz,
  -- To the minute.
  last_used_at timestamptz,
  primary key (tenant_id, id)
);
select host.secure('host.api_key', 'select');
