drop table draw;
drop table entry;
drop table upload;
drop table campaign;
