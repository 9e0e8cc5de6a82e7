import { expect } from "chai";
import type { Browser } from "playwright-core";
import { type Host, startHost } from "../../host/host.ts";
import { Workshop } from "../contract/workshop.ts";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { type TestDatabase, testDatabase } from "../kit/database.ts";
import { freePort } from "../kit/freePort.ts";
import { OWNER, sampleTenants, signIn } from "../kit/host.ts";
import { setWithOutsidePlugin } from "./outsidePlugin.ts";

describe("a plugin from outside the repository, in a browser", () => {
  let workshop: Workshop;
  let test: TestDatabase;
  let host: Host;
  let browser: Browser;
  let visitor: Visitor;

  before(async () => {
    [workshop, test, browser] = await Promise.all([Workshop.open(), testDatabase(), startBrowser()]);
    const registrationFile = await setWithOutsidePlugin(workshop, "1.0.0");
    host = await startHost({ ...test.config, port: await freePort() }, { registrationFile });
    await sampleTenants(host);
    visitor = await Visitor.arrive(browser);
    await visitor.signIn(host.port, "dash", "Olivia Aurum");
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
    await test?.drop();
    await workshop?.close();
  });

  it("shows nothing to a tenant that does not have it, not even at its address", async () => {
    const { page } = visitor;
    expect(await page.getByRole("link", { name: "Notes", exact: true }).count()).to.equal(0);
    await page.goto(`http://dash.localhost:${host.port}/outside`);
    await page.getByRole("heading", { name: "This page does not exist", level: 1 }).waitFor();
  });

  it("brings its page, styles and card to a tenant that enables it, in the shell's own React and theme", async () => {
    const { page } = visitor;
    const owner = await signIn(host.url, OWNER);
    await owner.call("POST", "/api/plugins/outside/enable", {});
    await page.getByRole("link", { name: "Notes", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Notes of Aurum Signals" }).waitFor();
    await page.getByRole("button", { name: "Count 0" }).click();
    await page.getByRole("button", { name: "Count 1" }).waitFor();
    const edge = "getComputedStyle(document.querySelector('.outside-note')).borderLeftColor";
    expect(await page.evaluate(edge)).to.equal("rgb(1, 2, 3)");
    await page.getByRole("link", { name: "Home" }).click();
    await page.getByRole("heading", { name: "Balance of notes" }).waitFor();
    expect(visitor.complaints()).to.deep.equal([]);
  });

  it("keeps a page that breaks from taking the site with it", async () => {
    const { page } = visitor;
    await page.getByRole("link", { name: "Broken" }).click();
    await page.getByText("A page of Outside notes stopped working: This page cannot be drawn.").waitFor();
    await page
      .getByText(/^outside 1\.0\.0-[0-9a-f]{12} \/outside\/broken .*: This page cannot be drawn\.$/)
      .waitFor();
    await page.getByRole("link", { name: "Notes", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Notes of Aurum Signals" }).waitFor();
    expect(visitor.complaints().join()).to.contain("This page cannot be drawn.");
  });

  it("says so when a part of a page is lost or never comes, and leaves the site whole", async () => {
    const { page } = visitor;
    await page.getByRole("link", { name: "Lost" }).click();
    await page
      .getByText(/A page of Outside notes stopped working: .*not-there\.js/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    visitor.complaints();
    await page.getByRole("link", { name: "Notes", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Notes of Aurum Signals" }).waitFor();

    // A page of its own: its clock is ours.
    const other = await page.context().newPage();
    await other.clock.install();
    await other.goto(page.url());
    await other.getByRole("heading", { level: 1, name: "Notes of Aurum Signals" }).waitFor();
    await other.getByRole("link", { name: "Stuck" }).click();
    await other.getByRole("status", { name: "Loading" }).waitFor();
    await other.clock.runFor(11_000);
    await other.getByText("This page takes longer than usual to load.").waitFor();
    await other.getByRole("link", { name: "Notes", exact: true }).click();
    await other.getByRole("heading", { level: 1, name: "Notes of Aurum Signals" }).waitFor();
    await other.close();
  });

  it("tells at once of a pause that is longer than anybody waits for, instead of waiting for its end", async () => {
    const { page } = visitor;
    let asked = 0;
    await page.route(/\/api\/jobs(\?|$)/, (sent) => {
      asked += 1;
      const body = JSON.stringify({ status: 503, code: "plugin.quarantined", detail: "It rests." });
      const headers = { "retry-after": "60", "content-type": "application/problem+json" };
      return sent.fulfill({ status: 503, headers, body });
    });
    await page.getByRole("link", { name: "Jobs", exact: true }).click();
    await page.getByText("It rests.").waitFor();
    expect(asked).to.equal(1);
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("It rests.").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Notes", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Notes of Aurum Signals" }).waitFor();
    visitor.complaints();
  });

  it("brings its page to the admin site, a chunk of its own", async () => {
    const admin = await Visitor.arrive(browser);
    await admin.signIn(host.port, "admin", "Ada Admin");
    await admin.page.getByRole("link", { name: "All notes" }).click();
    await admin.page.getByText("Of every tenant.").waitFor();
    expect(admin.complaints()).to.deep.equal([]);
    await admin.leave();
  });

  it("is its next release at the next step after an update, without a reload and without losing what is open", async () => {
    const { page } = visitor;
    await page.getByRole("button", { name: "Count 0" }).click();
    await page.evaluate("window.notReloaded = true");
    const port = host.port;
    await host.stop();
    // From here on: the page may have asked by the time that we have.
    const told = page.waitForResponse((answer) => answer.url().endsWith("/api/plugins") && answer.ok());
    host = await startHost(
      { ...test.config, port },
      { registrationFile: await setWithOutsidePlugin(workshop, "1.1.0") },
    );

    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const { items } = await (await signIn(host.url, OWNER)).call<Catalogue>("GET", "/api/plugins");
    const fresh = items.find(({ id }) => id === "outside")?.ui?.module ?? "";
    expect(fresh).to.match(/^\/assets\/plugins\/outside\/1\.1\.0-[0-9a-f]{12}\/index\.js$/);
    await told;

    await page.getByText("A new release of Outside notes is here").waitFor();
    await page.getByText("Release 1.0.0").waitFor();
    await page.getByRole("button", { name: "Count 1" }).waitFor();
    await page.getByRole("link", { name: "Home" }).click();
    await page.getByText("Nothing owed in 1.1.0").waitFor();
    await page.getByRole("link", { name: "Notes", exact: true }).click();
    await page.getByText("Release 1.1.0").waitFor();
    expect(await page.evaluate("window.notReloaded")).to.equal(true);
    expect(asked).to.include(fresh);
    expect(asked.filter((path) => /\/assets\/(dash|shared\/react)-/.test(path))).to.deep.equal([]);
  });
});

interface Catalogue {
  items: { id: string; ui?: { module: string } }[];
}
