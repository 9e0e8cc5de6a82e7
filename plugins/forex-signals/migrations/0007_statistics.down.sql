drop index fill_ambiguous, signal_closed;
