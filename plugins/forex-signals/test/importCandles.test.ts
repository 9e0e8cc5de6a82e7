import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { TradingCalendar } from "../calendar/tradingCalendar.ts";
import { csvLines } from "../history/csvLines.ts";
import { exportCandles } from "../history/exportCandles.ts";
import { type ImportOptions, importCandles } from "../history/importCandles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const HOURS = new URL("../../../../shared/data/XAUUSD_H1_2006-2019.csv.gz", import.meta.url);
const HEADER = "time,open,high,low,close,volume";
const ROWS = [
  "2024-01-02T09:00:00Z,2000,2001,1999,2000.5,12",
  "2024-01-02T09:15:00Z,2000.5,2001,1999,2000.25,",
  "2024-01-02T10:00:00Z,2000,2001,1999,2000.5,0",
];
const OPTIONS: ImportOptions = {
  symbol: "XAU/USD",
  timeframe: undefined,
  calendar: new TradingCalendar("metals"),
  now: new Date("2026-01-01"),
  replace: false,
  dryRun: false,
};

describe("import of candles", () => {
  let world: World;

  before(async () => {
    world = await World.open({ candles: [], sandbox: new ScriptedSandbox() });
  });

  after(() => world.close());

  beforeEach(() => world.rows("delete from candle"));

  const bytes = (lines: readonly string[], end = "\n") => new TextEncoder().encode(lines.join(end) + end);
  const importing = (content: Uint8Array, options: Partial<ImportOptions> = {}, chunk = content.length) =>
    importCandles(
      world.context.platformDb,
      () =>
        csvLines(
          (async function* () {
            for (let from = 0; from < content.length; from += chunk)
              yield content.subarray(from, from + chunk);
          })(),
        ),
      { ...OPTIONS, ...options },
    );
  const failing = async (content: Uint8Array, options: Partial<ImportOptions> = {}) => {
    try {
      await importing(content, options);
    } catch (error) {
      if (PlatformError.is(error)) return `${error.code}: ${error.message}`;
      throw error;
    }
    return "none";
  };
  const stored = async () => {
    const [row] = await world.rows<{ count: number }>("select count(*) from candle");
    return row?.count;
  };

  it("stores what is new, sees the timeframe, and tells gaps", async () => {
    const report = await importing(bytes([HEADER, ...ROWS]));
    expect(report).to.deep.include({
      timeframe: "15min",
      rows: 3,
      added: 3,
      same: 0,
      conflicts: 0,
      problemCount: 0,
    });
    expect(report.gaps).to.deep.equal([
      { from: Date.parse("2024-01-02T09:30Z"), until: Date.parse("2024-01-02T10:00Z"), missing: 2 },
    ]);
    expect(await stored()).to.equal(3);
  });

  it("takes the same from a byte order mark, Windows' line ends, gzip, semicolons, newest first, and single bytes", async () => {
    const variants: [string, Uint8Array, number?][] = [
      ["bom", bytes([`\uFEFF${HEADER}`, ...ROWS])],
      ["crlf", bytes([HEADER, ...ROWS], "\r\n")],
      ["gzip", gzipSync(bytes([HEADER, ...ROWS]))],
      [
        "semicolons",
        bytes([HEADER, ...ROWS].map((line) => line.replaceAll(",", ";").replace("time", "datetime"))),
      ],
      ["newest first", bytes([HEADER, ...[...ROWS].reverse()])],
      ["bytes", bytes([HEADER, ...ROWS]), 1],
      ["no last line end", bytes([HEADER, ...ROWS]).slice(0, -1)],
    ];
    for (const [name, content, chunk] of variants) {
      const { added, gaps } = await importing(content, { dryRun: true }, chunk);
      expect([added, gaps.length], name).to.deep.equal([3, 1]);
    }
  });

  it("does nothing the second time, and goes on where it was cut off", async () => {
    await importing(bytes([HEADER, ...ROWS.slice(0, 2)]));
    expect(await importing(bytes([HEADER, ...ROWS]))).to.deep.include({ added: 1, same: 2 });
    expect(await importing(bytes([HEADER, ...ROWS]))).to.deep.include({ added: 0, same: 3 });
  });

  it("keeps stored candles that differ, unless they are to be replaced, and makes the series another one", async () => {
    await importing(bytes([HEADER, ...ROWS]));
    const other = bytes([HEADER, ROWS[0] ?? "", "2024-01-02T09:15:00Z,2000.5,2009,1999,2000.25"]);
    const close = async () =>
      (await world.rows("select high::float8 as high from candle where time = '2024-01-02T09:15Z'"))[0];
    const revision = async () =>
      (await world.rows<{ revision: number }>("select revision from feed where timeframe = '15min'"))[0]
        ?.revision ?? 0;
    const before = await revision();
    expect(await importing(other, { dryRun: true })).to.deep.include({ same: 1, conflicts: 1, replaced: 0 });
    expect(await importing(other)).to.deep.include({ conflicts: 1, replaced: 0 });
    expect([await close(), await revision()]).to.deep.equal([{ high: 2001 }, before]);
    expect(await importing(other, { replace: true })).to.deep.include({ conflicts: 1, replaced: 1 });
    expect([await close(), await revision()]).to.deep.equal([{ high: 2009 }, before + 1]);
  });

  it("names every wrong line, and stores nothing of a file that has one", async () => {
    const wrong = bytes([
      HEADER,
      ...ROWS.slice(0, 2),
      "2024-01-02T09:15:00Z,NaN,2001,1999,2000",
      "2024-01-02T09:30:00Z,2000,1998,1999,2000",
      "2024-01-02T08:00:00Z,2000,2001,1999,2000",
      "tomorrow,2000,2001,1999,2000",
      "2024-01-02T09:45:00Z,2000,2001,-1,2000",
      "2024-01-02T09:45:00Z,2000,2001,1999,1e99",
      ROWS[2] ?? "",
      ROWS[2] ?? "",
      "2024-01-02T10:00:00Z,2000,2001,1999,2000.75",
    ]);
    const report = await importing(wrong, { dryRun: true });
    expect(report.problems.map(({ line }) => line)).to.deep.equal([4, 5, 6, 7, 8, 9, 12]);
    expect(report.problems.map(({ problem }) => problem).join())
      .to.include("out of order")
      .and.include("another candle");
    expect(report).to.deep.include({ rows: 3, duplicates: 1, problemCount: 7 });
    expect(await failing(wrong))
      .to.include("candles.bad_line: Line 4")
      .and.include("6 more lines");
    expect(await stored()).to.equal(0);
  });

  it("refuses what is no file of candles at all", async () => {
    expect(await failing(bytes(["date,price", "1,2"])))
      .to.include("Line 1")
      .and.include("time,open");
    expect(await failing(new TextEncoder().encode(`${HEADER}\n${"9".repeat(2_000_000)}`))).to.include(
      "longer than",
    );
    expect(await failing(gzipSync(bytes([HEADER, ...ROWS])).subarray(0, 40))).to.include(
      "candles.unreadable",
    );
    expect(await failing(new Uint8Array([0x1f, 0x8b, 1, 2, 3]))).to.include("candles.unreadable");
    expect(await failing(bytes([HEADER, ROWS[0] ?? ""]))).to.include("candles.timeframe_unknown");
    expect(await failing(bytes([HEADER, ROWS[0] ?? "", "2024-01-02T09:07:00Z,1,1,1,1"]))).to.include(
      "7 minutes apart",
    );
    expect(await failing(new Uint8Array())).to.include("candles.timeframe_unknown");
    expect(await failing(bytes([HEADER, ...ROWS]), { now: new Date("2024-01-02T10:14:00Z") })).to.include(
      "candles.in_future",
    );
    expect(await stored()).to.equal(0);
  });

  it("stops between two batches when it is told to, and finds its place again", async () => {
    const start = Date.parse("2020-01-01");
    const many = Array.from(
      { length: 12_000 },
      (_, index) => `${new Date(start + index * 900_000).toISOString()},1,2,1,2`,
    );
    const end = new AbortController();
    const cut = importing(bytes([HEADER, ...many]), {
      signal: end.signal,
      onProgress: () => end.abort(new Error("Cut off.")),
    });
    expect(await cut.catch((error: unknown) => String(error))).to.include("Cut off");
    expect(await stored()).to.equal(5_000);
    expect(await importing(bytes([HEADER, ...many]))).to.deep.include({ added: 7_000, same: 5_000 });
  });

  it("comes out again as it went in", async () => {
    await importing(bytes([HEADER, ...ROWS]));
    let text = "";
    const range = { symbol: "XAU/USD", timeframe: "15min" as const, to: new Date("2024-01-02T09:15:00Z") };
    for await (const piece of exportCandles(world.context.platformDb, range)) text += piece;
    expect(text).to.equal(
      "time,open,high,low,close\n2024-01-02T09:00:00.000Z,2000,2001,1999,2000.5\n2024-01-02T09:15:00.000Z,2000.5,2001,1999,2000.25\n",
    );
    expect(await importing(new TextEncoder().encode(text), { timeframe: "15min" })).to.deep.include({
      added: 0,
      same: 2,
    });
  });

  it("takes thirteen years of hours in, and out", async function () {
    if (!existsSync(HOURS)) {
      console.log("      skipped: needs ../shared/data beside the repository");
      this.skip();
    }
    const report = await importing(readFileSync(HOURS), {}, 65_536);
    expect(report).to.deep.include({ timeframe: "1h", rows: 76_499, added: 76_499 });
    let lines = 0;
    for await (const piece of exportCandles(world.context.platformDb, { symbol: "XAU/USD", timeframe: "1h" }))
      lines += piece.split("\n").length - 1;
    expect(lines).to.equal(76_500);
  });
});
