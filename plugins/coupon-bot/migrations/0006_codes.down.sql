drop table code_answer;
drop table code_use;
drop table code;
drop table code_validator;
