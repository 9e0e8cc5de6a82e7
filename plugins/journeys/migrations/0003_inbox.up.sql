-- The live inbox: what people write and nobody has answered, who answers by hand, notes of colleagues.

-- One row for everybody who has ever written. What journeys and broadcasts say to a person does not touch it.
create table conversation (
  tenant_id uuid not null,
  person_id uuid not null,
  -- When the person, or a colleague, last wrote.
  at timestamptz not null,
  unread int not null default 0,
  -- Since when something lies unanswered, by the bot as by colleagues.
  waits_since timestamptz,
  -- Whose it is; ids and names as the session of the site has them.
  assigned_to text,
  assigned_name text not null default '',
  -- Who has taken it over, beside person.taken_over_by.
  holder_name text not null default '',
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, id) on delete cascade
) with (fillfactor = 80);
create index conversation_by_time on conversation (tenant_id, at desc, person_id desc);
create index conversation_waiting on conversation (tenant_id, waits_since) where waits_since is not null;
select host.secure('conversation');

create table person_note (
  tenant_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  author_id text not null,
  author text not null,
  text text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references person (tenant_id, id) on delete cascade
);
create index person_note_of on person_note (tenant_id, person_id, id);
select host.secure('person_note');

-- Colleagues who have a conversation open now. `until` is the machine's clock: a page that is closed says nothing more.
create table presence (
  tenant_id uuid not null,
  person_id uuid not null,
  colleague_id text not null,
  name text not null,
  typing boolean not null,
  until timestamptz not null,
  primary key (tenant_id, person_id, colleague_id),
  foreign key (tenant_id, person_id) references person (tenant_id, id) on delete cascade
);
select host.secure('presence');

-- The inbox asks for these few among many.
create index person_taken_over on person (tenant_id, taken_over_by) where taken_over_at is not null;
create index conversation_assigned on conversation (tenant_id, assigned_to) where assigned_to is not null;
create index session_failed on session (tenant_id, person_id) where state = 'failed';

-- What a plugin answered a walk while a colleague had the conversation: the walk takes it when it is handed back.
alter table call add column held jsonb;

insert into conversation (tenant_id, person_id, at)
select tenant_id, person_id, max(at) from chat_message where author = 'person' group by tenant_id, person_id;
