-- Templates of a tenant's own: a draft that people work on, versions that never change, and what they uploaded for them.

create table template (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  -- template/template.ts
  draft jsonb not null,
  -- Ids of the assets that the draft names.
  assets text[] not null default '{}',
  -- Of the draft: what If-Match names.
  revision int not null default 1,
  -- Number of the version that people get; null while they get none.
  published int,
  for_telegram boolean not null default true,
  -- The order in which people are offered them.
  position int not null,
  created_at timestamptz not null,
  edited_at timestamptz not null,
  edited_by text not null default '',
  -- Kept for thirty days, so that it can be taken back.
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
create index template_in_order on template (tenant_id, position, id) where deleted_at is null;
create index template_deleted on template (deleted_at) where deleted_at is not null;
select host.secure('template');

create table template_version (
  tenant_id uuid not null,
  template_id uuid not null,
  -- 1, 2, 3 in the order of publishing.
  number int not null,
  document jsonb not null,
  assets text[] not null default '{}',
  published_at timestamptz not null,
  published_by text not null,
  primary key (tenant_id, template_id, number),
  foreign key (tenant_id, template_id) references template (tenant_id, id) on delete cascade
);
-- Nothing of a version is ever changed.
select host.secure('template_version', 'select, insert, delete');

-- Pictures, logos and fonts as the intake made or checked them. The file never changes.
create table asset (
  tenant_id uuid not null,
  id uuid not null,
  -- picture, logo, font
  kind text not null,
  name text not null,
  -- Of a font: what it calls itself.
  family text,
  content_type text not null,
  -- Null for a font.
  width int,
  height int,
  bytes int not null,
  -- SHA-256 of the file, in hex.
  hash text not null,
  file_key text not null,
  made_at timestamptz not null,
  made_by text not null default '',
  primary key (tenant_id, id)
);
create unique index asset_by_content on asset (tenant_id, kind, hash);
create index asset_by_file on asset (tenant_id, file_key);
select host.secure('asset');
