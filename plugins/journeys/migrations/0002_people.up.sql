-- What tenants say about their people: custom fields, segments, acts on many at once, files of people on their way in.

-- A custom field. Fields that journeys fill exist without a row here; a row gives them a label and a type.
create table person_field (
  tenant_id uuid not null,
  name text not null,
  label text not null,
  type text not null,
  -- Answers of a choice.
  options text[] not null default '{}',
  created_at timestamptz not null,
  primary key (tenant_id, name)
);
select host.secure('person_field');

create table segment (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  -- people/segment.ts
  rules jsonb not null,
  revision int not null default 1,
  edited_at timestamptz not null,
  edited_by text not null default '',
  primary key (tenant_id, id)
);
create unique index segment_by_name on segment (tenant_id, lower(name));
select host.secure('segment');

-- Whom an act on many changed, in parts as it went along: what an undo changes back.
create table people_act (
  tenant_id uuid not null,
  id uuid not null,
  n int not null,
  did text not null,
  tag text not null,
  person_ids uuid[] not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (tenant_id, id, n)
);
select host.secure('people_act');

-- A file of people on its way in.
create table people_import (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  -- By what a line is known again: `telegramId` or `username`.
  key text not null,
  -- Whether a line changes what is known of somebody, or only adds what is not.
  replaces boolean not null,
  state text not null,
  -- Lines of the file; `rows` is what remains of them after duplicates and wrong lines.
  lines int not null,
  rows int not null,
  duplicates int not null,
  wrong int not null,
  -- The first of the wrong lines: number and problem, never what stood there.
  problems jsonb not null,
  done int not null default 0,
  added int not null default 0,
  changed int not null default 0,
  same int not null default 0,
  created_at timestamptz not null,
  created_by text not null,
  ended_at timestamptz,
  error text,
  primary key (tenant_id, id)
);
create index people_import_running on people_import (created_at) where state = 'running';
select host.secure('people_import');

-- Checked rows that are not merged yet. A batch goes in the transaction that merges it.
create table people_import_batch (
  tenant_id uuid not null,
  import_id uuid not null,
  n int not null,
  rows jsonb not null,
  primary key (tenant_id, import_id, n),
  foreign key (tenant_id, import_id) references people_import (tenant_id, id) on delete cascade
);
select host.secure('people_import_batch');

-- The list by name, people who were imported by their username, clicks of one person. When somebody last wrote is in no index: that
-- changes with every message, and then the row could not be updated in place.
create index person_by_name on person (tenant_id, lower(first_name || ' ' || last_name), id);
create index person_by_username on person (tenant_id, lower(username)) where username <> '';
create index click_of_person on click (tenant_id, person_id, at);
