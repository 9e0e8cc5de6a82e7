-- The processes that run this installation, by their own sign of life (machine time).
create table host.replica (
  id uuid primary key,
  started_at timestamptz not null,
  alive_at timestamptz not null,
  leader boolean not null
);

select host.platform('host.replica');
