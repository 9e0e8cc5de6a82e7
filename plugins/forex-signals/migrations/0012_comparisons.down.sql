alter table report_task drop column error_code;
drop table comparison, setting_term;
