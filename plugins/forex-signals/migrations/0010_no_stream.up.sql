-- Tables for a streaming connection that nothing writes: they come back with the part that does.
drop table stream, live_price;
