drop table stream, live_price;
