-- What Telegram answered to a message whose sender asked for a report, where that is not a message: an invite link, for one.
alter table host.outbox add column result jsonb;
