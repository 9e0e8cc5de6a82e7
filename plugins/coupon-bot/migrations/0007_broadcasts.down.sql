drop table broadcast;
