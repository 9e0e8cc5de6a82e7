drop table report_task;
drop table release_report;
