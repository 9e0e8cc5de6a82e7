-- The bot's conversation: people, codes that were found valid, and work that waits.

create table talk (
  tenant_id uuid not null,
  -- Telegram's id of the user, and of their private chat.
  person text not null,
  first_name text not null default '',
  -- What Telegram says of their language, and what they chose with /language.
  told_language text not null default '',
  chosen_language text,
  -- The last code that was valid.
  code text,
  -- Stands for the person in links that they share; tells nothing else.
  mark text not null,
  -- The mark in the link by which they first came.
  came_by text,
  -- Windows of the limits, each with its count and whether the person was told.
  codes_since timestamptz,
  codes int not null default 0,
  pictures_since timestamptz,
  pictures int not null default 0,
  -- The button that was pressed last: a double tap is one press.
  pressed text,
  pressed_at timestamptz,
  first_seen timestamptz not null,
  seen_at timestamptz not null,
  primary key (tenant_id, person)
);
create unique index talk_by_mark on talk (tenant_id, mark);
select host.secure('talk');

-- A code that was valid for somebody: what buttons below its looks refer to.
create table offer (
  tenant_id uuid not null,
  id uuid not null,
  person text not null,
  code text not null,
  -- What templates are filled with.
  variables jsonb not null,
  label text,
  checked_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, person) references talk (tenant_id, person) on delete cascade
);
create index offer_by_person on offer (tenant_id, person);
create index offer_by_time on offer (checked_at);
select host.secure('offer');

-- What the bot is to do for somebody, in the order of ids for each person. Gone when it is done.
create table chat_task (
  tenant_id uuid not null,
  id uuid not null,
  person text not null,
  -- The same twice for a person is one task.
  key text not null,
  -- chat/task.ts
  what jsonb not null,
  made_at timestamptz not null,
  due_at timestamptz not null,
  attempts int not null default 0,
  -- The person knows that it takes longer.
  warned boolean not null default false,
  lease_until timestamptz not null default '-infinity',
  claim uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, person) references talk (tenant_id, person) on delete cascade
);
create unique index chat_task_by_key on chat_task (tenant_id, person, key);
create index chat_task_due on chat_task (due_at);
select host.secure('chat_task');

-- Pictures that were stored for sending, by what they depend on: Telegram's id of the file is found by the key.
create table sent_picture (
  tenant_id uuid not null,
  -- The renderer's.
  hash text not null,
  file_key text not null,
  used_at timestamptz not null,
  primary key (tenant_id, hash)
);
create index sent_picture_by_file on sent_picture (tenant_id, file_key);
create index sent_picture_by_use on sent_picture (used_at);
select host.secure('sent_picture');

-- The tenant's own words, as far as they differ from the platform's.
create table own_text (
  tenant_id uuid not null,
  language text not null,
  key text not null,
  -- Null where the platform's stand again.
  text text,
  revision int not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (tenant_id, language, key)
);
select host.secure('own_text');
