/** Milliseconds, as a parameter, to an interval. */
const ms = (parameter: string) => `(${parameter}::float8 * interval '1 millisecond')`;

const IS_GROUP = (chat: string) => `left(${chat}, 1) in ('-', '@')`;

/** $1 now: each bot with anything due that its pace lets go, by two index probes a bot; and those that nobody connected. */
export const BOTS = `
with recursive bot as (
  (select tenant_id, role from host.outbox where done_at is null order by tenant_id, role limit 1)
  union all
  select next.tenant_id, next.role from bot, lateral (
    select tenant_id, role from host.outbox
    where done_at is null and (tenant_id, role) > (bot.tenant_id, bot.role)
    order by tenant_id, role limit 1) next
)
select bot.tenant_id as "tenantId", bot.role, p.tenant_id is not null as connected
from bot left join host.bot_pace p using (tenant_id, role)
where (p.paused_until is null or p.paused_until <= $1) and exists (
  select from host.outbox o
  where o.tenant_id = bot.tenant_id and o.role = bot.role and o.done_at is null and o.due_at <= $1)`;

/** $1 now */
export const EXPIRE = `
with gone as (
  update host.outbox set state = 'expired', done_at = $1, lease_until = null, claim = null,
    report_due = case when report is not null then clock_timestamp() end
  where done_at is null and expires_at <= $1
    and (state = 'pending' or (after_crash = 'repeat' and lease_until < clock_timestamp()))
  returning tenant_id
), told as (
  select count(pg_notify('live', tenant_id || ':messages')) as n from (select distinct tenant_id from gone) tenants
)
select count(*) as n, (select n from told) as told from gone`;

/**
 * $1 tenants, $2 roles, $3 now, $4 limit, $5 claim, $6 lease ms, $7 bot interval ms, $8 bot tolerance ms, $9 private chat's
 * tolerance ms, $10 group's tolerance ms.
 *
 * Bots share the limit, so that one with a long backlog neither starves the others nor is read in full.
 * The bot's row is locked first, so that of several dispatchers one claims for a bot while the others go on with other bots.
 * Head, chat and the message referred to are looked up by subqueries with a limit: joins tempt the planner to read whole tables
 * while its statistics are young. The update asks for the attempts that were seen: whoever read before another's claim was committed takes nothing twice.
 */
export const CLAIM = `
with bot as materialized (
  select p.tenant_id, p.role,
    floor(extract(epoch from $3::timestamptz + ${ms("$8")} - greatest(p.tat, $3::timestamptz)) * 1000 / $7::numeric)::int + 1 as tokens
  from unnest($1::uuid[], $2::text[]) as asked(tenant_id, role)
  join host.bot_pace p using (tenant_id, role)
  where p.paused_until <= $3::timestamptz and p.tat <= $3::timestamptz + ${ms("$8")}
  for update of p skip locked
), head as materialized (
  select h.* from bot, lateral (
    select o.*, count(*) filter (where not o.blocked) over (order by o.priority, o.due_at, o.id) as nth from (
      select o.tenant_id, o.role, o.id, o.attempts, o.priority, o.due_at, o.state = 'sending' as crashed,
        o.paced and c.blocked_at is not null as blocked
      from host.outbox o
      left join lateral (
        select chat, tat, paused_until, blocked_at from host.chat_state
        where tenant_id = o.tenant_id and role = o.role and chat = o.chat limit 1) c on true
      where o.tenant_id = bot.tenant_id and o.role = bot.role and o.done_at is null and o.due_at <= $3::timestamptz
        and o.not_before <= $3::timestamptz and (o.state = 'pending' or o.lease_until < clock_timestamp())
        and o.id = (
          select first.id from host.outbox first
          where first.tenant_id = o.tenant_id and first.role = o.role and first.queue = o.queue and first.done_at is null
          order by first.due_at, first.id limit 1)
        and (c.chat is null or o.paced and c.blocked_at is not null or c.paused_until <= $3::timestamptz and (not o.paced
          or c.tat <= $3::timestamptz + case when ${IS_GROUP("o.chat")} then ${ms("$10")} else ${ms("$9")} end))
      order by o.priority, o.due_at, o.id
      limit least(bot.tokens::bigint * 4, greatest(4, ceil($4::numeric / (select count(*) from bot))))
    ) o
  ) h
  where h.blocked or h.nth <= bot.tokens
  order by h.priority, h.due_at, h.id
  limit $4
), claimed as (
  update host.outbox o set state = 'sending', attempts = o.attempts + 1, claim = $5,
    lease_until = clock_timestamp() + ${ms("$6")}
  from head h
  where o.tenant_id = h.tenant_id and o.id = h.id and o.attempts = h.attempts
    and (o.state = 'pending' or o.state = 'sending' and o.lease_until < clock_timestamp())
  returning o.*, h.blocked, h.crashed
), paced as (
  update host.bot_pace p set tat = greatest(p.tat, $3::timestamptz) + used.n * ${ms("$7")}
  from (select tenant_id, role, count(*) as n from head where not blocked group by tenant_id, role) used
  where p.tenant_id = used.tenant_id and p.role = used.role
)
select c.tenant_id as "tenantId", c.role, c.id, c.claim, c.plugin, c.dedupe_key as "dedupeKey", c.chat, c.paced, c.method,
  c.payload, c.attempts, c.blocked, c.crashed, c.after_crash as "afterCrash", c.refers_as as "refersAs",
  r.state as "refersState", r.chat as "refersChat", r.message_id as "refersMessageId", r.due_at as "refersDueAt"
from claimed c
left join lateral (
  select state, chat, message_id, due_at from host.outbox
  where tenant_id = c.tenant_id and dedupe_key = c.refers_key limit 1) r on c.refers_key is not null
order by c.priority, c.due_at, c.id`;

/**
 * $1 marks, $2 now, $3 private chat's interval ms, $4 group's interval ms. A mark carries little, since reading thousands of them is a
 * good part of the work: whose chat it was, the message knows. Chats are written in key order, so that two dispatchers cannot lock each
 * other out.
 */
export const MARK = `
with m as materialized (
  select * from json_to_recordset($1::json) as m(tenant uuid, id uuid, claim uuid, state text, "messageId" bigint, asked boolean,
    result jsonb, error text, "notBefore" timestamptz, "dueAt" timestamptz, uncounted boolean, blocks boolean, "pauseUntil" timestamptz)
), marked as (
  update host.outbox o set state = m.state, message_id = coalesce(m."messageId", o.message_id), error = m.error,
    result = case when o.report is not null then m.result end,
    lease_until = null, claim = null, attempts = case when m.uncounted then o.attempts - 1 else o.attempts end,
    not_before = coalesce(m."notBefore", o.not_before), due_at = coalesce(m."dueAt", o.due_at),
    done_at = case when m.state <> 'pending' then $2::timestamptz end,
    parked_at = case when m.state = 'dead' then $2::timestamptz end,
    report_due = case when m.state <> 'pending' and o.report is not null then clock_timestamp() end
  from m
  where o.tenant_id = m.tenant and o.id = m.id and o.claim = m.claim
  returning o.tenant_id, o.role, o.chat, m.blocks, m."pauseUntil", m.error,
    case when m.asked and o.paced then case when ${IS_GROUP("o.chat")} then $4::float8 else $3::float8 end else 0 end as step
), chats as (
  insert into host.chat_state as c (tenant_id, role, chat, tat, paused_until, blocked_at, reason)
  select tenant_id, role, chat, $2::timestamptz + max(step) * interval '1 millisecond',
    coalesce(max("pauseUntil"), '-infinity'), case when bool_or(blocks) then $2::timestamptz end,
    max(error) filter (where blocks)
  from marked where step > 0 or blocks or "pauseUntil" is not null
  group by tenant_id, role, chat order by tenant_id, role, chat
  on conflict (tenant_id, role, chat) do update set
    tat = greatest(c.tat, $2::timestamptz) + (excluded.tat - $2::timestamptz),
    paused_until = greatest(c.paused_until, excluded.paused_until),
    blocked_at = coalesce(excluded.blocked_at, c.blocked_at), reason = coalesce(excluded.reason, c.reason)
), told as (
  select count(pg_notify('live', tenant_id || ':messages')) as n from (select distinct tenant_id from marked) tenants
)
select count(*) as n, (select n from told) as told from marked`;

/** $1 messages, $2 lease ms */
export const EXTEND = `
update host.outbox o set lease_until = clock_timestamp() + ${ms("$2")}
from json_to_recordset($1::json) as m(tenant uuid, id uuid, claim uuid)
where o.tenant_id = m.tenant and o.id = m.id and o.claim = m.claim`;

/** $1 tenant, $2 role, $3 chat, $4 until, $5 now, $6 whether the chat is a private one */
export const THROTTLE = `
update host.bot_pace set throttled_chat = $3, throttled_at = $5::timestamptz,
  paused_until = case
    when $6 or (throttled_chat <> $3 and throttled_at > $5::timestamptz - interval '10 seconds')
    then greatest(paused_until, $4::timestamptz) else paused_until end
where tenant_id = $1 and role = $2`;

/** $1 tenant, $2 role, $3 old chat, $4 new chat */
export const MIGRATE = `
with moved as (
  update host.outbox set chat = $4, queue = replace(queue, $3, $4)
  where tenant_id = $1 and role = $2 and queue in ($3, $3 || '!') and done_at is null
), channels as (
  update host.connection_channel set chat = $4 where tenant_id = $1 and role = $2 and chat = $3
    and not exists (select from host.connection_channel other where other.tenant_id = $1 and other.role = $2 and other.chat = $4)
)
delete from host.chat_state where tenant_id = $1 and role = $2 and chat = $3`;

/** $1 tenants, $2 roles, $3 now: what is due for bots that nobody connected */
export const PARK = `
with parked as (
  update host.outbox o set state = 'dead', done_at = $3, parked_at = $3, lease_until = null, claim = null,
    error = 'No ' || split_part(o.role, '_', 1) || ' bot is connected.',
    report_due = case when o.report is not null then clock_timestamp() end
  from unnest($1::uuid[], $2::text[]) as bare(tenant_id, role)
  where o.tenant_id = bare.tenant_id and o.role = bare.role and o.done_at is null and o.due_at <= $3
    and (o.state = 'pending' or o.lease_until < clock_timestamp())
    and not exists (select from host.bot_pace p where p.tenant_id = o.tenant_id and p.role = o.role)
  returning o.tenant_id
), told as (
  select count(pg_notify('live', tenant_id || ':messages')) as n from (select distinct tenant_id from parked) tenants
)
select count(*) as n, (select n from told) as told from parked`;

/** $1 bot's, $2 private chat's, $3 group's tolerance ms */
export const NEXT_DUE = `
select min(greatest(h.due_at, h.not_before, p.tat - ${ms("$1")}, p.paused_until,
  case when not (h.paced and c.blocked_at is not null) then c.paused_until end,
  case when h.paced and c.blocked_at is null then c.tat - case when ${IS_GROUP("h.chat")} then ${ms("$3")} else ${ms("$2")} end end
)) as at
from (
  select distinct on (tenant_id, role, queue) * from host.outbox where done_at is null
  order by tenant_id, role, queue, due_at, id
) h
left join host.bot_pace p using (tenant_id, role)
left join host.chat_state c on c.tenant_id = h.tenant_id and c.role = h.role and c.chat = h.chat
where h.state = 'pending' or h.lease_until < clock_timestamp()`;
