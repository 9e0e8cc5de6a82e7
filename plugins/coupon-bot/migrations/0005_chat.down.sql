drop table own_text;
drop table sent_picture;
drop table chat_task;
drop table offer;
drop table talk;
