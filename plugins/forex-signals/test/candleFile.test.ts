import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { PlatformError, parseCandles } from "@promostack/core";
import { expect } from "chai";
import { readCandles } from "../cli/candleFile.ts";

const HEADER = "time,open,high,low,close,volume";
const GOOD = "2024-01-02T09:00:00Z,2000,2001,1999,2000.5,12";
const NEXT = "2024-01-02T09:15:00Z,2000,2001,1999,2000.5,";

describe("candle file", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-candles-"));
  });

  after(() => rm(folder, { recursive: true }));

  it("reads plain and gzipped files, and sees the timeframe", async () => {
    const text = [HEADER, GOOD, NEXT, ""].join("\r\n");
    await writeFile(path.join(folder, "plain.csv"), text);
    await writeFile(path.join(folder, "packed.csv.gz"), gzipSync(text));
    for (const name of ["plain.csv", "packed.csv.gz"]) {
      const { candles, timeframe } = await readCandles(name, folder);
      expect(timeframe).to.equal("15min");
      expect(candles).to.have.length(2);
      expect(candles[0]).to.deep.equal({
        time: Date.parse("2024-01-02T09:00:00Z"),
        open: 2000,
        high: 2001,
        low: 1999,
        close: 2000.5,
        volume: 12,
      });
    }
  });

  const problem = (...lines: string[]) => {
    try {
      parseCandles(lines.join("\n"), "x.csv");
    } catch (error) {
      return PlatformError.is(error) ? error.message : String(error);
    }
    return "none";
  };

  it("names the line that is wrong, and what is wrong with it", () => {
    expect(problem("date,o,h,l,c", GOOD)).to.include("x.csv, line 1").and.include("time,open,high,low,close");
    expect(problem(HEADER, GOOD, "tomorrow,1,2,1,1"))
      .to.include("line 3")
      .and.include("ISO 8601");
    expect(problem(HEADER, GOOD, GOOD))
      .to.include("line 3")
      .and.include("not after");
    expect(problem(HEADER, "2024-01-02T09:00:00Z,2000,2001,,2000"))
      .to.include("line 2")
      .and.include("four prices");
    expect(problem(HEADER, "2024-01-02T09:00:00Z,2000,1999,1998,1999"))
      .to.include("line 2")
      .and.include("between");
    expect(problem(HEADER, "")).to.include("no candle");
  });

  it("says so where the file is not there, not gzip, or has no timeframe", async () => {
    await writeFile(
      path.join(folder, "odd.csv"),
      [HEADER, GOOD, "2024-01-02T09:07:00Z,2000,2001,1999,2000"].join("\n"),
    );
    await writeFile(path.join(folder, "fake.csv.gz"), "no gzip");
    const code = (name: string) =>
      readCandles(name, folder).then(
        () => "none",
        (error: unknown) => (PlatformError.is(error) ? error.code : String(error)),
      );
    expect(await code("missing.csv")).to.equal("candles.unreadable");
    expect(await code("fake.csv.gz")).to.equal("candles.unreadable");
    expect(await code("odd.csv")).to.equal("candles.timeframe_unknown");
    expect((await readCandles("odd.csv", folder, "1min")).timeframe).to.equal("1min");
  });
});
