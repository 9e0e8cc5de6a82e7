-- What an action answered after its call: the walk takes it in place of another attempt.
alter table call add column answer jsonb;
