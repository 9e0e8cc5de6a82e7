-- The logo that a tenant has on its pictures. The storage keeps the picture itself, re-encoded.
create table logo (
  tenant_id uuid not null primary key,
  file text not null,
  uploaded_at timestamptz not null,
  uploaded_by text not null
);
select host.secure('logo');
