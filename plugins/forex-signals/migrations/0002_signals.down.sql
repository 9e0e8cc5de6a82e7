drop table tenant_state, refusal, post, fill, signal, position;
