-- Instruments beyond those that every installation knows, and other numbers for those.
create table instrument (
  symbol text primary key,
  name text not null,
  tick numeric not null check (tick > 0),
  pip numeric not null check (pip > 0),
  contract_size numeric not null check (contract_size > 0),
  min_stop numeric not null check (min_stop > 0),
  spread numeric not null check (spread >= 0),
  calendar text not null,
  changed_at timestamptz not null,
  changed_by text not null
);
select host.platform('instrument');

-- Prices to the tick of any instrument. Without a scale of its own the column keeps what it is given, and PostgreSQL changes to that
-- without writing the tables anew.
alter table candle
  alter column open type numeric, alter column high type numeric, alter column low type numeric, alter column close type numeric;
alter table signal
  alter column entry type numeric, alter column stop type numeric, alter column targets type numeric[],
  alter column spread type numeric;
alter table fill alter column price type numeric;
alter table refusal alter column entry type numeric, add column symbol text not null default 'XAU/USD';
alter table refusal alter column symbol drop default;
