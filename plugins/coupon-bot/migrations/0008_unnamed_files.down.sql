drop table unnamed_file;
