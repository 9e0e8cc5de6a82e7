alter table call drop column answer;
