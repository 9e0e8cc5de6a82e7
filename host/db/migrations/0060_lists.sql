-- The audit log of all tenants, newest first: a page reads what it shows.
create index audit_newest on host.audit (id);
-- What went out since midnight, counted for one tenant. Rows get here as they leave the indexes of what waits.
create index outbox_done on host.outbox (tenant_id, done_at) where done_at is not null;
