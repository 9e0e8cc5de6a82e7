-- What each process says of itself beside its sign of life; null from one of a release before this.
alter table host.replica
  add column version text,
  -- Resident.
  add column memory_bytes bigint,
  -- Generations of plugins that serve nobody any more and whose code it still holds.
  add column held_generations int;
