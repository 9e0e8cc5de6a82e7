-- What was sent to one chat, newest first: an inbox shows it, whichever plugin sent it.
create index outbox_chat on host.outbox (tenant_id, role, chat, id) where paced;
