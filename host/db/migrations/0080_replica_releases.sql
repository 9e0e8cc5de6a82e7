-- Which releases of which plugins run in a process, {"shop": ["1.0.0"]}; null from one of a release before this.
alter table host.replica add column releases jsonb;
