-- Pictures that went to many people at once: what they are of. People, pace and progress are journeys'.
create table broadcast (
  tenant_id uuid not null,
  -- Also the key by which journeys know it.
  id uuid not null,
  journeys_id uuid not null,
  name text not null,
  template_id text not null,
  template_name text not null,
  version int not null,
  size text not null,
  code text not null,
  -- Kept as long as the broadcast: it may be scheduled.
  file_key text not null,
  made_at timestamptz not null,
  made_by text not null,
  primary key (tenant_id, id)
);
create index broadcast_by_time on broadcast (tenant_id, made_at desc, id desc);
create index broadcast_by_file on broadcast (tenant_id, file_key);
select host.secure('broadcast');
