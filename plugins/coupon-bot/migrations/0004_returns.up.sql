-- Figures of a million uses while somebody waits: the rows' key itself carries what is counted, and who came back is known when they do.

drop index use_figures;
alter table use drop constraint use_pkey;
alter table use add primary key (tenant_id, at, id) include (outcome, source, person, template_id, code, reason);

-- Whether they were seen from 24 to 48 hours, days 7 to 14 and days 30 to 60 after their first time.
alter table use_person
  add column back_d1 boolean not null default false,
  add column back_d7 boolean not null default false,
  add column back_d30 boolean not null default false;
update use_person p set
  back_d1 = exists (select from use u where u.tenant_id = p.tenant_id and u.person = p.person
    and u.at >= p.first_at + interval '24 hours' and u.at < p.first_at + interval '48 hours'),
  back_d7 = exists (select from use u where u.tenant_id = p.tenant_id and u.person = p.person
    and u.at >= p.first_at + interval '168 hours' and u.at < p.first_at + interval '336 hours'),
  back_d30 = exists (select from use u where u.tenant_id = p.tenant_id and u.person = p.person
    and u.at >= p.first_at + interval '720 hours' and u.at < p.first_at + interval '1440 hours');
drop index use_person_by_first;
create index use_person_by_first on use_person (tenant_id, first_at) include (back_d1, back_d7, back_d30);
