alter table chat drop column keyboard;
