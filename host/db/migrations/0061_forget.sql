-- A plugin may empty what it sent to somebody who is erased, in a tenant's own transaction.
do $$ declare app name := (select name from host.role where kind = 'app'); begin
  execute format('grant update (payload, chat, queue, result, parked_at) on host.outbox to %I', app);
end $$;
