drop index use_person_by_first;
create index use_person_by_first on use_person (tenant_id, first_at) include (person);
alter table use_person drop column back_d1, drop column back_d7, drop column back_d30;
alter table use drop constraint use_pkey;
alter table use add primary key (tenant_id, at, id);
create index use_figures on use (tenant_id, at) include (outcome, source, person, template_id, code, reason);
