-- A tenant that is to be erased: all it has is exported, then waited for, then deleted. The row stays, so that somebody can say when it was.
create table host.tenant_erasure (
  tenant_id uuid primary key,
  slug text not null,
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
select host.platform('host.tenant_erasure');
