-- Briefings and recaps of a tenant: what was said, or why nothing was. A day's row of a kind, a subject (a briefing's symbol) and a chat is
-- written once, in the transaction of its message, so that a job that is made up for says nothing twice. `chat` is empty for what was left out.
create table bulletin (
  tenant_id uuid not null,
  kind text not null check (kind in ('briefing', 'daily-recap', 'weekly-recap')),
  subject text not null default '',
  -- The day (UTC) on which it was due.
  day date not null,
  chat text not null default '',
  chat_title text not null default '',
  dedupe_key text not null,
  text text not null default '',
  writer text not null default 'template' check (writer in ('template', 'ai')),
  -- Why the AI's words were not taken; null where it was not asked, or where they were.
  refused text,
  skipped text,
  time timestamptz not null,
  outcome text,
  error text,
  primary key (tenant_id, kind, subject, day, chat)
);
create unique index bulletin_key on bulletin (tenant_id, dedupe_key);
create index bulletin_by_time on bulletin (tenant_id, time desc);
select host.secure('bulletin');

-- How often the AI was asked for words, and what became of them: `used`, or why not.
create table phrasing (
  tenant_id uuid not null,
  day date not null,
  kind text not null,
  outcome text not null,
  count int not null,
  prompt_tokens int not null default 0,
  completion_tokens int not null default 0,
  primary key (tenant_id, day, kind, outcome)
);
select host.secure('phrasing');

-- A picture is drawn once for each language of its channels.
drop index picture_files;
alter table picture add column files text[] not null default '{}';
update picture set files = array[file] where file is not null;
alter table picture drop column file;
create index picture_files on picture (done_at) where files <> '{}';
