-- Pictures that are to be drawn of signals, written in the transaction that opens or closes them. Drawn, stored and sent off that path, by
-- whoever takes the lease (the machine's clock); the post that carries one is unique, so that a repeated step sends nothing twice.
create table picture (
  tenant_id uuid not null,
  signal_id uuid not null,
  kind text not null check (kind in ('opening', 'result')),
  asked_at timestamptz not null,
  lease_until timestamptz not null default '-infinity',
  attempts smallint not null default 0,
  done_at timestamptz,
  -- Where the storage keeps it; null where it was dropped, and then `dropped` says why.
  file text,
  dropped text,
  primary key (tenant_id, signal_id, kind)
) with (fillfactor = 70);
create index picture_waiting on picture (asked_at) where done_at is null;
create index picture_files on picture (done_at) where file is not null;
select host.secure('picture');
