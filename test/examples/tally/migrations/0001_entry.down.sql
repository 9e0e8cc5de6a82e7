drop table total;
drop table entry;
