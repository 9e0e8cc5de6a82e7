-- What people did with codes, an event a row: numbers are counted from it.

create table use (
  tenant_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  -- The Telegram user id in a chat; null on the public page, and for somebody who was erased.
  person text,
  -- chat, public
  source text not null,
  -- Null where somebody who was erased typed something that was no code.
  code text,
  -- A code that was checked: valid, invalid, unsure. A picture that was asked for: sent (to a chat), made (on the public page), failed.
  outcome text not null,
  -- Why it is invalid, unsure or failed; empty for the others.
  reason text not null default '',
  -- Which validator said so.
  validator text,
  template_id text,
  version int,
  size text,
  -- By time first: every figure is of a period.
  primary key (tenant_id, at, id)
);
-- All that figures of a period need, so that they are counted from the index alone.
create index use_figures on use (tenant_id, at) include (outcome, source, person, template_id, code, reason);
-- Who came back, what somebody did, and erasing them.
create index use_by_person on use (tenant_id, person, at) where person is not null;
-- Codes that were not accepted.
create index use_invalid on use (tenant_id, at) include (code, reason, source, person) where outcome = 'invalid';
select host.secure('use');

-- Somebody of the chat who used the bot: when they came first is not looked for among a million rows.
create table use_person (
  tenant_id uuid not null,
  -- The Telegram user id.
  person text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- Codes of theirs that were valid, and pictures that they got.
  codes int not null default 0,
  pictures int not null default 0,
  -- The newest valid one.
  last_code text,
  primary key (tenant_id, person)
);
create index use_person_by_first on use_person (tenant_id, first_at) include (person);
select host.secure('use_person');
