-- Who is what in a tenant is decided by the host alone: work in a tenant's transaction, plugins' above all, only reads it.
select host.secure('host.tenant_users', 'select');
