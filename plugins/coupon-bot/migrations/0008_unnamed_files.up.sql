-- Stored files that no row names: not yet, as they are noted before each is there, or no more. They are deleted when their time has come.
create table unnamed_file (
  tenant_id uuid not null,
  file_key text not null,
  -- Of one that lost its name: the beginning of time, as nobody is about to name it.
  stored_at timestamptz not null,
  primary key (tenant_id, file_key)
);
create index unnamed_file_by_time on unnamed_file (stored_at);
select host.secure('unnamed_file');
