-- The settings that make signals, since when: a comparison of past weeks goes by the rules of those weeks. Kept from this release on.
create table setting_term (
  tenant_id uuid not null,
  since timestamptz not null,
  settings jsonb not null,
  primary key (tenant_id, since)
);
select host.secure('setting_term');

-- Live beside the backtest of the same weeks: a question, how far its answer is, and the newest answer. `basis` is what the tenant had done when
-- it was asked: while that stays the same, so does the answer.
create table comparison (
  tenant_id uuid not null,
  question text not null,
  basis text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  doing text not null default 'Waiting',
  progress real not null default 0,
  attempts int not null default 0,
  leased_until timestamptz,
  asked_at timestamptz not null,
  result jsonb,
  error text,
  primary key (tenant_id, question)
);
create index comparison_waiting on comparison (asked_at) where state in ('waiting', 'running');
select host.secure('comparison');

-- Why a report could not be made, for machines: one without candles is tried again once there are some.
alter table report_task add column error_code text;
update report_task set error_code = 'report.no_candles' where error like 'There are no stored candles%';
