-- When an installed release that served was gone back from: it can be offered again, and whoever does should know.
alter table host.plugin_release add column gone_back_at timestamptz;
