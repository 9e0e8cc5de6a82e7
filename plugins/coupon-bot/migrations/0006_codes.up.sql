-- Codes: what a tenant has them checked by, in order, and lists of codes with who used them.

create table code_validator (
  tenant_id uuid not null,
  id uuid not null,
  -- list, endpoint, contributed
  kind text not null,
  title text not null,
  -- They are asked in this order.
  position int not null,
  active boolean not null default false,
  -- codes/plans.ts, by kind.
  plan jsonb not null,
  -- A list's dates as moments.
  starts_at timestamptz,
  ends_at timestamptz,
  -- Of a list: first uses, a person and a code each.
  uses int not null default 0,
  -- Of an endpoint: the value of its secret header, sealed with the tenant's key.
  sealed bytea,
  -- Failures in a row; not asked again before that time.
  failures int not null default 0,
  open_until timestamptz,
  revision int not null default 1,
  edited_at timestamptz not null,
  edited_by text not null default '',
  created_at timestamptz not null,
  -- Kept for a day, so that deleting can be undone.
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
create index code_validator_by_deletion on code_validator (deleted_at) where deleted_at is not null;
select host.secure('code_validator');

create table code (
  tenant_id uuid not null,
  id uuid not null,
  list_id uuid not null,
  code text not null,
  -- Undefined: what the list says.
  most_uses int,
  starts_at timestamptz,
  ends_at timestamptz,
  -- Variables for templates, over those of the list.
  fields jsonb not null default '{}',
  uses int not null default 0,
  created_at timestamptz not null,
  deleted_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, list_id) references code_validator (tenant_id, id) on delete cascade
);
create unique index code_by_text on code (tenant_id, list_id, code) where deleted_at is null;
create index code_by_time on code (tenant_id, list_id, created_at desc, id desc);
create index code_by_uses on code (tenant_id, list_id, uses, id);
create index code_by_deletion on code (deleted_at) where deleted_at is not null;
select host.secure('code');

-- A code was valid for somebody for the first time: only that counts.
create table code_use (
  tenant_id uuid not null,
  code_id uuid not null,
  -- A Telegram user's id, or what stands for a visitor of the public page.
  person text not null,
  list_id uuid not null,
  source text not null,
  used_at timestamptz not null,
  primary key (tenant_id, code_id, person),
  foreign key (tenant_id, code_id) references code (tenant_id, id) on delete cascade
);
create index code_use_by_person on code_use (tenant_id, person, list_id);
select host.secure('code_use');

-- The last answers of endpoints and plugins, for who looks why something is refused.
create table code_answer (
  tenant_id uuid not null,
  id uuid not null,
  validator_id uuid not null,
  code text not null,
  -- valid, invalid, unsure
  state text not null,
  -- A reason, or why it is not known.
  note text not null default '',
  -- HTTP
  status int,
  milliseconds int not null,
  answered_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, validator_id) references code_validator (tenant_id, id) on delete cascade
);
create index code_answer_by_validator on code_answer (tenant_id, validator_id, id desc);
select host.secure('code_answer');
