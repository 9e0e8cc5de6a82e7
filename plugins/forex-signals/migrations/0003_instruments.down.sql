alter table refusal alter column entry type numeric(14, 2), drop column symbol;
alter table fill alter column price type numeric(14, 2);
alter table signal
  alter column entry type numeric(14, 2), alter column stop type numeric(14, 2), alter column targets type numeric(14, 2)[],
  alter column spread type numeric(14, 2);
alter table candle
  alter column open type numeric(14, 5), alter column high type numeric(14, 5), alter column low type numeric(14, 5),
  alter column close type numeric(14, 5);
drop table instrument;
