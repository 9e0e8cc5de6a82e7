create table heard (
  tenant_id uuid not null primary key,
  times integer not null,
  amount integer not null
);
select host.secure('heard');
