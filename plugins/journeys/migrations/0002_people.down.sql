drop index click_of_person;
drop index person_by_username;
drop index person_by_name;
drop table people_import_batch;
drop table people_import;
drop table people_act;
drop table segment;
drop table person_field;
