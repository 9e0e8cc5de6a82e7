drop table broadcast_recipient;
drop table broadcast;
