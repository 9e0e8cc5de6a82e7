import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { Adx, Atr, Bollinger, Ema, Macd, Rsi, Stochastic } from "./index.ts";

const FOLDER = new URL("../../../../shared/data/", import.meta.url);
const CANDLES = new URL("XAUUSD_M15_2024Q1.csv", FOLDER);
const EXPECTED = new URL("indicators-talib-XAUUSD_M15_2024Q1.csv.gz", FOLDER);

const rows = (text: string) =>
  text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").slice(1));

describe("indicators", () => {
  it("equal TA-Lib's to 1e-9 on every candle of a quarter", function () {
    if (!existsSync(CANDLES) || !existsSync(EXPECTED)) {
      console.log("      skipped: needs ../shared/data beside the repository");
      this.skip();
    }
    const ema = [new Ema(20), new Ema(50), new Ema(200)];
    const [rsi, atr, adx] = [new Rsi(14), new Atr(14), new Adx(14)];
    const macd = new Macd(12, 26, 9);
    const bands = new Bollinger(20, 2);
    const stochastic = new Stochastic(14, 3, 3);
    const candles = rows(readFileSync(CANDLES, "utf8")).map((row) => row.map(Number));
    const expected = rows(gunzipSync(readFileSync(EXPECTED)).toString());
    expect(candles.length).to.equal(expected.length);

    let compared = 0;
    candles.forEach(([, high = 0, low = 0, close = 0], row) => {
      macd.push(close);
      bands.push(close);
      stochastic.push(high, low, close);
      const values = [
        ...ema.map((each) => each.push(close)),
        rsi.push(close),
        atr.push(high, low, close),
        adx.push(high, low, close),
        macd.macd,
        macd.signal,
        macd.histogram,
        bands.upper,
        bands.middle,
        bands.lower,
        stochastic.k,
        stochastic.d,
      ];
      values.forEach((value, column) => {
        const text = expected[row]?.[column] ?? "";
        if (text === "") expect(value, `row ${row} column ${column}`).to.be.NaN;
        else expect(value, `row ${row} column ${column}`).to.be.closeTo(Number(text), 1e-9);
        compared++;
      });
    });
    expect(compared).to.equal(candles.length * 14);
  });
});
