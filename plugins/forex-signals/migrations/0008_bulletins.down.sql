drop index picture_files;
alter table picture add column file text;
update picture set file = files[1];
alter table picture drop column files;
create index picture_files on picture (done_at) where file is not null;
drop table phrasing;
drop table bulletin;
