-- Whether the update went no further than this plugin: after a crash the ones behind it do not get it.
alter table host.inbox_mark add column stopped boolean not null default false;
select host.secure('host.inbox_mark', 'select, insert, update (stopped)');
