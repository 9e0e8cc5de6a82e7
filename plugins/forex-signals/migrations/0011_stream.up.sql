-- Newest streamed prices, for everybody to see, and who holds the one connection.
create table live_price (
  symbol text primary key,
  price numeric not null,
  time timestamptz not null,
  received_at timestamptz not null
);
select host.platform('live_price');

create table stream (
  provider text primary key,
  owner text,
  lease_until timestamptz,
  state text not null default 'off' check (state in ('off', 'connecting', 'live', 'waiting')),
  problem text,
  detail text,
  symbols text[] not null default '{}',
  refused text[] not null default '{}',
  connected_at timestamptz,
  heard_at timestamptz,
  retry_at timestamptz,
  reconnects int not null default 0
);
select host.platform('stream');
