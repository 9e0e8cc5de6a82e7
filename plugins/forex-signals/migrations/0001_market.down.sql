drop table evaluation, choice, credit, feed, candle;
