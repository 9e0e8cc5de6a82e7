drop table use_person;
drop table use;
