alter table call drop column held;
drop index session_failed;
drop index person_taken_over;
drop table presence;
drop table person_note;
drop table conversation;
