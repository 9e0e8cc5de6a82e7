-- Newest streamed prices, for everybody to see, and who holds the one connection.
create table live_price (
  symbol text primary key,
  price numeric not null,
  time timestamptz not null,
  received_at timestamptz not null,
  touched_at timestamptz
);
select host.platform('live_price');

create table stream (
  provider text primary key,
  owner text,
  lease_until timestamptz,
  state text not null default 'off',
  detail text,
  symbols text[] not null default '{}',
  refused text[] not null default '{}',
  connected_at timestamptz,
  heard_at timestamptz,
  reconnects int not null default 0
);
select host.platform('stream');
