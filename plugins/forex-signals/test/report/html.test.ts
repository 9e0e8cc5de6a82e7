import { expect } from "chai";
import { candleData } from "../../report/html/candleData.ts";
import { reportPage } from "../../report/html/page.ts";
import { sampleReport } from "./arbitrary.ts";

const HOSTILE = `</script><img src=x onerror="alert('1')">`;

describe("a report's HTML file", () => {
  it("asks nobody for anything: no address is loaded, and the page forbids it", async () => {
    const { input, report } = sampleReport();
    const page = await reportPage({ report, candles: input.candles, title: "Sample", madeBy: "A test." });
    expect(page).to.include(`Content-Security-Policy" content="default-src &#39;none&#39;`);
    const markup = page.replace(/<script>.*?<\/script>/gs, "");
    expect(markup.match(/(src|srcset|data)=/g)).to.equal(null);
    expect(markup.match(/<link|url\(|@import/g)).to.equal(null);
    expect(markup.match(/href="[^"]*"/g)).to.deep.equal(['href="https://www.tradingview.com/"']);
    expect(page).to.include("Licensed under Apache License 2.0");
  });

  it("shows what strangers named as text, in the page and in its data", async () => {
    const { input, report } = sampleReport();
    const strategy = { id: HOSTILE, version: "1.0.0", parameters: { [HOSTILE]: HOSTILE } };
    const [trade] = report.trades;
    const named = { ...report, strategy, trades: trade ? [{ ...trade, id: HOSTILE }] : [] };
    const page = await reportPage({ report: named, candles: input.candles, title: HOSTILE, madeBy: HOSTILE });
    expect(page).not.to.include("<img");
    expect(page.split("</script>").length).to.equal((await plain()).split("</script>").length);
  });

  it("holds every trade, every definition and candles that can be read back to the tick", async () => {
    const { input, report } = sampleReport();
    const page = await plain();
    expect(page.match(/<tr data-trade=/g)?.length).to.equal(report.trades.length);
    expect(page).to.include("Maximum adverse excursion");
    const data = candleData(report, input.candles);
    if (data === null) throw new Error("There are candles.");
    expect(unpacked(data)).to.deep.equal(input.candles);
  });

  it("keeps the candles around the newest trades where there are too many", () => {
    const { input, report } = sampleReport();
    const [first] = input.candles;
    if (first === undefined) throw new Error("There are candles.");
    const before = Array.from({ length: 25_000 }, (_, index) => ({
      ...first,
      time: first.time - (25_000 - index) * input.step,
    }));
    const data = candleData(report, [...before, ...input.candles]);
    expect(data?.firstTrade).to.equal(0);
    expect(data?.rows.length).to.be.at.most((input.candles.length + 100) * 5);
  });

  async function plain(): Promise<string> {
    const { input, report } = sampleReport();
    return reportPage({ report, candles: input.candles, title: "Sample", madeBy: "A test." });
  }
});

function unpacked({ start, rows, digits }: NonNullable<ReturnType<typeof candleData>>) {
  const candles = [];
  let time = start * 1000;
  let price = 0;
  for (let at = 0; at < rows.length; at += 5) {
    const [minutes = 0, open = 0, high = 0, low = 0, close = 0] = rows.slice(at, at + 5);
    time += minutes * 60_000;
    const opened = price + open;
    price = opened + close;
    const value = (ticks: number) => ticks / 10 ** digits;
    candles.push({
      time,
      open: value(opened),
      high: value(opened + high),
      low: value(opened + low),
      close: value(price),
    });
  }
  return candles;
}
