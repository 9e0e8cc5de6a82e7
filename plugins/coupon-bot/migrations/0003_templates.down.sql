drop table asset;
drop table template_version;
drop table template;
