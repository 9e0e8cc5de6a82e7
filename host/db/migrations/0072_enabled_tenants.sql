-- Whether stored settings do for a release is worked out by the release that serves the tenant: pages of tenants read them all.
drop index host.tenant_plugin_enabled;
create index tenant_plugin_enabled on host.tenant_plugin (plugin_id, tenant_id) where enabled;
