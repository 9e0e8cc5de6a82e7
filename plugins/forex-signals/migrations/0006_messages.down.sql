alter table refusal drop column strategy, drop column seen, drop column allowed;
alter table position drop column revalidated_at;
alter table post drop column due_at;
update signal set status = 'failed' where status = 'cancelled';
alter table signal drop constraint signal_status_check;
alter table signal add constraint signal_status_check check (status in ('draft', 'open', 'closed', 'failed'));
alter table signal drop column chats;
drop table message_template;
