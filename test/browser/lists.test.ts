import { expect } from "chai";
import type { Browser } from "playwright-core";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";

const SIGNALS = 250;

describe("a list", () => {
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

  it("that comes in pages is searched, sorted and saved as a whole: also where nobody has scrolled to", async () => {
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
      await rows.nth(1).waitFor({ state: "detached" });
      expect(await rows.count()).to.equal(1);
      expect(visitor.complaints()).to.deep.equal([]);

      // Who searches and sorts at once is heard in both.
      await visitor.go("/forex");
      await page.getByRole("searchbox", { name: "Search: All signals" }).fill("buy XAU");
      await page.getByRole("columnheader", { name: "Opened" }).getByRole("button").click();
      await page.waitForURL(/q=buy/);
      await page.waitForURL(/sort=opened&order=asc/);

      await visitor.go("/forex?sort=luck&order=asc");
      await page.getByRole("button", { name: "Try again" }).click();
      await rows.first().waitFor();
      expect(new URL(page.url()).search).to.equal("");
    } finally {
      await visitor.leave();
    }
  });

  it("of people is added to, with what is wrong beside the field, and taken from after a question", async () => {
    const visitor = await Visitor.arrive(browser);
    const { page } = visitor;
    try {
      await visitor.signIn(host.port, "dash", "Olivia Aurum");
      await visitor.go("/settings/team");
      await page.getByRole("button", { name: "Add person" }).click();
      const dialog = page.getByRole("dialog");
      const add = dialog.getByRole("button", { name: "Add person" });
      expect(await add.isDisabled()).to.equal(true);
      const address = dialog.getByLabel("E-mail address");
      await address.fill("new@nowhere");
      await add.click();
      await dialog.locator("[id$='-error']").waitFor();
      await address.fill("new@aurum.test");
      await add.click();
      const row = page.getByRole("row").filter({ hasText: "new@aurum.test" });
      await row.waitFor();
      await row.getByRole("button", { name: "Remove: new@aurum.test" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
      await row.waitFor({ state: "detached" });
      const refused = visitor.complaints();
      expect(
        refused.every((line) => line.includes("400")),
        refused.join(),
      ).to.equal(true);
    } finally {
      await visitor.leave();
    }
  });

  it("of webhooks takes a new one, tells its secret once, and leads to what a test of it came to", async () => {
    const visitor = await Visitor.arrive(browser);
    const { page } = visitor;
    try {
      await visitor.signIn(host.port, "dash", "Olivia Aurum");
      await visitor.go("/settings/webhooks");
      await page.getByRole("button", { name: "Add a webhook" }).click();
      const dialog = page.getByRole("dialog");
      const add = dialog.getByRole("button", { name: "Add a webhook" });
      await dialog.getByLabel("Address").fill("http://hooks.example/signals");
      expect(await add.isDisabled(), "without an event").to.equal(true);
      await dialog.getByRole("checkbox").first().check();
      await add.click();
      await dialog.getByText("Use an https address on the usual port.").waitFor();
      // The browser notes the refusal.
      visitor.complaints();
      // No name of the internet's: it is never called.
      await dialog.getByLabel("Address").fill("https://localhost/signals");
      await add.click();
      await dialog.getByText(/^whsec_/).waitFor();
      expect(await visitor.findings()).to.deep.equal([]);
      await dialog.getByRole("button", { name: "I have it" }).click();
      await page.getByRole("row").filter({ hasText: "https://localhost/signals" }).getByRole("link").click();
      await page.getByRole("heading", { level: 1, name: "localhost" }).waitFor();
      await page.getByRole("button", { name: "Send a test" }).click();
      const delivery = page.getByRole("row").filter({ hasText: "Given up" });
      await delivery.getByText(/no public address/).waitFor();
      await delivery.getByRole("button", { name: "Details" }).click();
      await dialog.getByText("webhook.test@1").waitFor();
      await page.keyboard.press("Escape");
      expect(await visitor.findings()).to.deep.equal([]);
      expect(visitor.complaints()).to.deep.equal([]);
      await page.getByRole("button", { name: "Delete" }).click();
      await dialog.getByRole("button", { name: "Delete" }).click();
      await page.getByText("No webhooks yet").waitFor();
      expect(visitor.complaints(), "nobody asks for what is gone").to.deep.equal([]);
    } finally {
      await visitor.leave();
    }
  });

  it("of tenants takes a new one, whose short name follows its name and is nobody else's", async () => {
    const visitor = await Visitor.arrive(browser);
    const { page } = visitor;
    try {
      await visitor.signIn(host.port, "admin", "Ada Admin");
      await visitor.go("/tenants");
      await page.getByRole("button", { name: "New tenant" }).click();
      const dialog = page.getByRole("dialog");
      const create = dialog.getByRole("button", { name: "New tenant" });
      await dialog.getByLabel("Name", { exact: true }).fill("Nörd Desk 7");
      const slug = dialog.getByLabel("Short name");
      expect(await slug.inputValue()).to.equal("nord-desk-7");
      expect(await create.isDisabled()).to.equal(true);
      await slug.fill("aurum");
      await dialog.getByLabel("Owner's e-mail").fill("boss@nord.test");
      await create.click();
      await dialog.getByRole("alert").waitFor();
      await slug.fill("nord");
      await create.click();
      await page.getByRole("row").filter({ hasText: "Nörd Desk 7" }).waitFor();
      const boss = await host.signIn("boss@nord.test", "nord");
      expect((await boss.call<{ role: string }>("GET", "/api/me")).role).to.equal("owner");
    } finally {
      await visitor.leave();
    }
  });

  it("of tenants leads to one's page: its plan is changed there, its erasure asked for and called off", async () => {
    const visitor = await Visitor.arrive(browser);
    const { page } = visitor;
    try {
      await visitor.signIn(host.port, "admin", "Ada Admin");
      await visitor.go("/tenants");
      await page.getByRole("link", { name: /Delta Desk/ }).click();
      await page.getByRole("heading", { level: 1, name: "Delta Desk" }).waitFor();
      await page.getByLabel("What it is called").fill("Gold");
      await page.keyboard.press("Control+S");
      const [delta] = await host.until("the plan", async () => {
        const rows = await host.database.query<{ slug: string }>(
          "select slug from host.tenant where plan = 'Gold'",
        );
        return rows.length > 0 && rows;
      });
      await page.getByRole("button", { name: "Erase" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox").fill(delta?.slug ?? "");
      await dialog.getByRole("button", { name: "Erase" }).click();
      await page.getByText("It will be erased", { exact: true }).waitFor();
      await page.getByRole("link", { name: "Tenants" }).first().click();
      await page.getByRole("row").filter({ hasText: "Delta Desk" }).getByText("Will be erased").waitFor();
      await page.getByRole("link", { name: /Delta Desk/ }).click();
      await page.getByRole("button", { name: "Call the erasure off" }).click();
      await page.getByRole("button", { name: "Erase" }).waitFor();
      expect(visitor.complaints()).to.deep.equal([]);
    } finally {
      await visitor.leave();
    }
  });
});
