drop table logo;
