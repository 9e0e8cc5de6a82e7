-- What statistics read of closed signals, in the order of closing, without looking into the table.
create index signal_closed on signal (tenant_id, closed_at, opened_at, id)
  include (strategy, symbol, outcome, result_r, result_pips) where status = 'closed';
create index fill_ambiguous on fill (tenant_id, signal_id) where ambiguous;
