-- What was applied of which plugin. The down script is kept with it, because the release that wrote it may be gone when it is wanted.
create table host.plugin_migration (
  plugin_id text not null,
  number int not null check (number > 0),
  name text not null,
  checksum text not null,
  down text not null,
  -- True where releases that end below this number cannot run on the schema any more.
  breaking boolean not null default false,
  applied_at timestamptz not null default now(),
  primary key (plugin_id, number)
);
select host.platform('host.plugin_migration');
