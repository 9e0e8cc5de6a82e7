drop table stream;
drop table live_price;
alter table evaluation drop column missing;
drop table credit_use;
alter table credit
  drop column minute, drop column day, drop column day_used, drop column per_minute, drop column per_day, drop column plan,
  drop column problem, drop column usage_at;
drop table gap;
drop table market_day;
