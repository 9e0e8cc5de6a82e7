create table entry (
  tenant_id uuid not null,
  id uuid not null,
  amount integer not null,
  counted_at timestamptz not null,
  confirmed boolean not null default false,
  primary key (tenant_id, id)
);
create index entry_counted on entry (tenant_id, counted_at desc, id desc);
select host.secure('entry');

-- Of the installation, not of a tenant: only with the capability db.platform.
create table total (
  day date primary key,
  amount bigint not null
);
