drop table tally;
drop table note;
