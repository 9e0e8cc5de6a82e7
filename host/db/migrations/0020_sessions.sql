-- Sign-outs and ended view-as grants: tokens cannot be taken back, so what was ended is remembered until it would have run out.
create table host.ended_session (
  key text primary key,
  until timestamptz not null,
  ended_at timestamptz not null
);
create index ended_session_until on host.ended_session (until);

-- Answers to writes that carry an Idempotency-Key, kept for a day. One person's key says nothing to another.
create table host.idempotent_answer (
  person_id uuid not null,
  key text not null,
  method text not null,
  path text not null,
  fingerprint text not null,
  state text not null check (state in ('running', 'done')),
  -- While running: when a crashed attempt may be repeated. Done: when the answer may be forgotten.
  until timestamptz not null,
  status int,
  headers jsonb,
  body text,
  primary key (person_id, key)
);
create index idempotent_answer_until on host.idempotent_answer (until);

select host.platform('host.ended_session');
select host.platform('host.idempotent_answer');
