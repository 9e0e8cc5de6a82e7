-- Who may do what is remembered by each process and forgotten with these notices; whoever changes a row by hand is heard too.
create function host.tell_people() returns trigger language plpgsql as $$ begin
  perform pg_notify('people', '');
  return null;
end $$;

create trigger tell_people after insert or update or delete or truncate on host.tenant_users
  for each statement execute function host.tell_people();
create trigger tell_people after insert or delete or truncate on host.ended_session
  for each statement execute function host.tell_people();
-- A new person or tenant is nobody's place yet.
create trigger tell_people after update of email, name or delete or truncate on host.person
  for each statement execute function host.tell_people();
create trigger tell_people after update of slug, name, timezone or delete or truncate on host.tenant
  for each statement execute function host.tell_people();
