import { expect } from "chai";
import type { Browser } from "playwright-core";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";

describe("people, by hand", () => {
  let host: TestHost;
  let browser: Browser;

  before(async () => {
    [host, browser] = await Promise.all([startTestHost({ background: false }), startBrowser()]);
    const owner = await host.signIn(OWNER);
    await owner.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    await host.database.system(
      (trx) =>
        trx.run(
          `insert into person (tenant_id, id, telegram_id, first_name, source, tags, first_seen)
           select $1, gen_random_uuid(), n, 'Sample ' || n, 'fair', case when n <= 3 then '{vip}'::text[] else '{}' end, now()
           from generate_series(1, 12) n`,
          [owner.tenantId],
        ),
      "p_journeys",
    );
  });
  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  it("are tagged together and untagged by Undo, put into a segment that counts as one types, and looked at one by one", async () => {
    const visitor = await Visitor.arrive(browser);
    const { page } = visitor;
    try {
      await visitor.signIn(host.port, "dash", "Olivia Aurum");
      await visitor.go("/people?source=fair");
      await page.getByRole("button", { name: "All of these…" }).click();
      await page.getByRole("menuitem", { name: "Add a tag…" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("combobox", { name: "Tag" }).fill("spring");
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await dialog.getByText("12 people changed.").waitFor();
      expect(await visitor.findings()).to.deep.equal([]);
      await dialog.getByRole("button", { name: "Undo" }).click();
      await page.getByText("Undone for 12 people.").waitFor();

      await visitor.go("/segments/new");
      await page.getByText("12 people, 12 reachable").waitFor();
      await page.getByRole("button", { name: "Add a rule" }).click();
      await page.getByRole("combobox", { name: "Tag", exact: true }).fill("vip");
      await page.getByText("3 people, 3 reachable").waitFor();
      await page.getByRole("textbox", { name: "Name" }).fill("VIPs");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByRole("heading", { level: 1, name: "VIPs" }).waitFor();
      expect(await visitor.findings()).to.deep.equal([]);

      await page.getByRole("link", { name: "Sample 3" }).click();
      await page.getByRole("heading", { level: 1, name: "Sample 3" }).waitFor();
      await visitor.settled();
      expect(await visitor.findings()).to.deep.equal([]);
      expect(visitor.complaints()).to.deep.equal([]);
    } finally {
      await visitor.leave();
    }
  });
});
