-- Tables are made in the plugin's own schema. tenant_id stands first in each primary key, and host.secure turns on the
-- row security that keeps tenants apart: a plugin that forgets it is refused.
create table note (
  tenant_id uuid not null,
  id uuid not null,
  text text not null,
  author text not null,
  written_at timestamptz not null,
  primary key (tenant_id, id)
);
create index note_written on note (tenant_id, written_at desc, id desc);
select host.secure('note');

create table tally (
  tenant_id uuid not null primary key,
  notes integer not null
);
select host.secure('tally');
