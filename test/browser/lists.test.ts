import { expect } from "chai";
import type { Browser } from "playwright-core";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";

const SIGNALS = 250;

describe("a list that comes in pages", function () {
  this.timeout(60_000);
  let host: TestHost;
  let browser: Browser;

  before(async () => {
    [host, browser] = await Promise.all([startTestHost({ background: false }), startBrowser()]);
    const owner = await host.signIn(OWNER);
    await owner.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
    // The oldest of them is the only one of its symbol, two pages behind the first.
    await host.database.system(
      (trx) =>
        trx.run(
          `insert into signal (tenant_id, id, position_id, choice_id, strategy, version, symbol, timeframe, direction, entry, stop, targets,
             fractions, stop_policy, spread, status, slot, opened_at, closed_at, close_reason, outcome, result_r, result_pips)
           select $1, gen_random_uuid(), gen_random_uuid(), 'c', 's', '1.0.0', case n when 1 then 'XAG/USD' else 'XAU/USD' end, '15min',
             'buy', 2000, 1995, '{2005}', '{10000}', 'trail', 0.3, 'closed', 1, at, at, 'stop', 'loss', -1, -50
           from generate_series(1, $2::int) n, lateral (select timestamptz '2026-01-05 10:00Z' + n * interval '15 minutes' as at) opened`,
          [owner.tenantId, SIGNALS],
        ),
      "p_forex_signals",
    );
  });
  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  it("is searched, sorted and saved by the server, as a whole: also where nobody has scrolled to", async () => {
    const visitor = await Visitor.arrive(browser);
    const { page } = visitor;
    try {
      await visitor.signIn(host.port, "dash", "Olivia Aurum");
      await visitor.go("/forex");
      const rows = page.locator("table[aria-label='All signals'] tbody tr");
      await rows.first().waitFor();
      expect(await rows.count()).to.be.below(SIGNALS);

      const saved = page.waitForEvent("download");
      await page.getByRole("link", { name: "CSV" }).click();
      const lines: string[] = [];
      for await (const chunk of await (await saved).createReadStream()) lines.push(String(chunk));
      expect(lines.join("").trim().split("\r\n")).to.have.length(SIGNALS + 1);

      await page.getByRole("columnheader", { name: "Opened" }).getByRole("button").click();
      await page.waitForURL(/sort=opened&order=asc/);
      await rows.first().filter({ hasText: "XAG/USD" }).waitFor();
      expect(await page.locator("th[aria-sort]").getAttribute("aria-sort")).to.equal("ascending");
      await page.getByRole("searchbox", { name: "Search: All signals" }).fill("buy XAG");
      await page.waitForURL(/q=buy/);
      await page.locator("[aria-busy='false']").waitFor();
      expect(await rows.count()).to.equal(1);
      expect(visitor.complaints()).to.deep.equal([]);
    } finally {
      await visitor.leave();
    }
  });
});
