import { Adx, Atr, Bollinger, type Candle, Ema, Macd, Rsi, Stochastic } from "@promostack/core/strategy";
import * as others from "trading-signals";
import { randomWalk } from "./candles.ts";
import { type Benchmark, percentile, timed } from "./figure.ts";

const CANDLES = 50_000;
const ROUNDS = 15;

/** The indicators that the shipped strategies use, candle by candle: ours and trading-signals', each with the same nine. */
export const indicatorBenchmark: Benchmark = {
  name: "indicators",
  async run(note) {
    note(`${CANDLES.toLocaleString("en")} candles, nine indicators, ${ROUNDS} rounds, the middle one counts`);
    const candles = randomWalk(CANDLES);
    const own: number[] = [];
    const other: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      own.push(await timed(async () => ours(candles)));
      other.push(await timed(async () => theirs(candles)));
    }
    const rate = (sample: readonly number[]) => CANDLES / (percentile(sample, 0.5) / 1_000);
    return [
      {
        name: "Indicators, times as fast as trading-signals",
        value: rate(own) / rate(other),
        unit: "×",
        against: { name: "ours", value: rate(own), unit: "candles/s" },
        goal: { kind: "at least", value: 10 },
      },
    ];
  },
};

function ours(candles: readonly Candle[]): void {
  const fast = new Ema(20);
  const middle = new Ema(50);
  const slow = new Ema(200);
  const rsi = new Rsi(14);
  const atr = new Atr(14);
  const adx = new Adx(14);
  const macd = new Macd(12, 26, 9);
  const bands = new Bollinger(20, 2);
  const stochastic = new Stochastic(14, 3, 3);
  for (const { high, low, close } of candles) {
    fast.push(close);
    middle.push(close);
    slow.push(close);
    rsi.push(close);
    atr.push(high, low, close);
    adx.push(high, low, close);
    macd.push(close);
    bands.push(close);
    stochastic.push(high, low, close);
  }
}

function theirs(candles: readonly Candle[]): void {
  const fast = new others.EMA(20);
  const middle = new others.EMA(50);
  const slow = new others.EMA(200);
  const rsi = new others.RSI(14);
  const atr = new others.ATR(14);
  const adx = new others.ADX(14);
  const macd = new others.MACD(new others.EMA(12), new others.EMA(26), new others.EMA(9));
  const bands = new others.BollingerBands(20, 2);
  const stochastic = new others.StochasticOscillator({ kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3 });
  for (const candle of candles) {
    fast.add(candle.close);
    middle.add(candle.close);
    slow.add(candle.close);
    rsi.add(candle.close);
    atr.add(candle);
    adx.add(candle);
    macd.add(candle.close);
    bands.add(candle.close);
    stochastic.add(candle);
  }
}
