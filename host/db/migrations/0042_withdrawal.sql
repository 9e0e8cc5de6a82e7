-- A plugin may take back what it wrote and nobody has claimed yet, in a tenant's own transaction.
do $$ declare app name := (select name from host.role where kind = 'app'); begin
  execute format('grant update (state, done_at, error) on host.outbox to %I', app);
end $$;
