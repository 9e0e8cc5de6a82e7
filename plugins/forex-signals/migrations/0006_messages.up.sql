-- A tenant's own texts. A row without a text is a text that was put back: its revision goes on, so that nobody overwrites it unseen.
create table message_template (
  tenant_id uuid not null,
  kind text not null,
  channel_kind text not null check (channel_kind in ('vip', 'free', 'other')),
  language text not null,
  text text,
  revision int not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (tenant_id, kind, channel_kind, language)
);
select host.secure('message_template');

-- The channels that follow a signal, and what each was promised when it opened. What runs now goes on as it began.
alter table signal add column chats jsonb not null default '[]';
update signal s set chats = coalesce((
  select jsonb_agg(jsonb_build_object('chat', p.chat, 'title', p.chat_title, 'kind', 'vip', 'opening', true, 'results', true))
  from post p where p.tenant_id = s.tenant_id and p.signal_id = s.id and p.kind = 'open'), '[]')
where s.status = 'open';

-- A signal that was taken back before anybody was told of it. It stands in the list and counts nowhere.
alter table signal drop constraint signal_status_check;
alter table signal add constraint signal_status_check
  check (status in ('draft', 'open', 'closed', 'failed', 'cancelled'));

-- Posts that wait: a channel that hears later, or quiet hours.
alter table post add column due_at timestamptz;
create index post_waiting on post (tenant_id, chat, due_at) where due_at is not null;

-- When the thesis was looked at last, so that a look that was missed is made up for once.
alter table position add column revalidated_at timestamptz;

-- What a guardrail saw, and where it drew the line.
alter table refusal add column strategy text, add column seen text, add column allowed text;
update refusal r set strategy = c.strategy from choice c where c.id = r.choice_id;
