import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, type Person, startTestHost, type TestHost } from "../kit/host.ts";

const FOREX = "/api/plugins/forex-signals/settings";

describe("quick hands on a slow line", () => {
  let host: TestHost;
  let browser: Browser;
  let visitor: Visitor;
  let owner: Person;

  before(async () => {
    [host, browser] = await Promise.all([startTestHost({ background: false }), startBrowser()]);
    owner = await host.signIn(OWNER);
    for (const plugin of ["forex-signals", "journeys"])
      await owner.call("POST", `/api/plugins/${plugin}/enable`, {});
  });

  beforeEach(async () => {
    visitor = await Visitor.arrive(browser);
    await visitor.signIn(host.port, "dash", "Olivia Aurum");
  });
  afterEach(() => visitor?.leave());

  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  it("save a broadcast twice, and type on meanwhile: no conflict with oneself, and the last word stays", async () => {
    const { page } = visitor;
    await visitor.go("/broadcasts");
    await page.getByRole("button", { name: "New broadcast" }).first().click();
    const text = page.getByLabel("Text");
    await text.fill("One");
    const path = `/api/p/journeys${new URL(page.url()).pathname}`;
    const release = await held(page, "PUT", path);
    await saves(page, "PUT");
    await page.keyboard.press("Control+s");
    await text.fill("Two");
    await page.keyboard.press("Control+s");
    release();
    await host.until("the last word", async () => {
      const { plan } = await owner.call<{ plan: { content: { text: string } } }>("GET", path);
      return plan.content.text === "Two";
    });
    await page.getByRole("button", { name: "Save", exact: true }).and(page.locator(":disabled")).waitFor();
    expect(visitor.complaints()).to.deep.equal([]);
    // Who comes back sees what was saved, not what was read before.
    await page.getByRole("link", { name: "Home" }).click();
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    await page.goBack();
    await text.waitFor();
    expect(await text.inputValue()).to.equal("Two");
  });

  it("save a journey more than once while a save is on its way: each names the version before", async () => {
    const { page } = visitor;
    await visitor.go("/journeys/new");
    await page.getByRole("button", { name: /^Blank/ }).click();
    await page.getByRole("button", { name: "Begin with a message" }).click();
    const text = page.getByRole("textbox", { name: "Text", exact: true });
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const release = await held(page, "PUT", `/api/p/journeys/journeys/${id}/draft`);
    await text.fill("One");
    await saves(page, "PUT");
    await text.fill("Two");
    await page.keyboard.press("Control+s");
    await page.keyboard.press("Control+s");
    release();
    await page.getByText(/^Saved · /).waitFor();
    expect(visitor.complaints()).to.deep.equal([]);
    const { draft } = await owner.call<{ draft: unknown }>("GET", `/api/p/journeys/journeys/${id}`);
    expect(JSON.stringify(draft)).to.contain('"Two"');
  });

  it("take a colleague's settings and type on: what is saved then is no conflict", async () => {
    const { page } = visitor;
    await visitor.go("/plugins/forex-signals");
    const spread = page.getByLabel("Spread", { exact: true });
    await spread.fill("0.9");
    const { settings, etag } = await owner.call<Stored>("GET", FOREX);
    const theirs = { settings: { ...settings, spread: 0.7 } };
    expect((await owner.ask("PUT", FOREX, theirs, { "if-match": etag })).status).to.equal(200);
    const release = await held(page, "GET", FOREX);
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "Take the saved version" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await spread.inputValue()).to.equal("0.7");
    await spread.fill("0.8");
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "Save", exact: true }).waitFor();
    release();
    await page.getByText("Saved", { exact: true }).waitFor();
    expect((await owner.call<Stored>("GET", FOREX)).settings.spread).to.equal(0.8);
    expect(visitor.complaints().filter((line) => line.includes("412"))).to.have.length(1);
  });

  it("type on in the tenant's profile while it is being saved: the next save is no conflict", async () => {
    const { page } = visitor;
    await visitor.go("/settings");
    const name = page.getByRole("main").getByLabel("Name");
    const release = await held(page, "PATCH", "/api/tenants/current");
    await name.fill("Aurum One");
    await saves(page, "PATCH");
    await name.fill("Aurum Two");
    await page.keyboard.press("Control+s");
    release();
    await page.getByText("Saved", { exact: true }).waitFor();
    expect((await owner.call<{ name: string }>("GET", "/api/tenants/current")).name).to.equal("Aurum Two");
    expect(visitor.complaints()).to.deep.equal([]);
  });

  it("save a strategy's parameters: the form goes on to show them", async () => {
    const { page } = visitor;
    await visitor.go("/forex-strategies/raja-banks-gold");
    const wait = page.getByLabel("Minutes to wait after a session opens");
    await wait.fill("30");
    await page.getByLabel("Nearest stop").fill("2");
    await page.keyboard.press("Control+s");
    await page.getByText("Saved", { exact: true }).waitFor();
    expect(await wait.inputValue()).to.equal("30");
    // What is changed next is a change of these, not of the strategy's own.
    await page.getByLabel("Reach of a swing").fill("7");
    await page.keyboard.press("Control+s");
    const parameters = await host.until("the next change", async () => {
      const now = (await owner.call<Stored>("GET", FOREX)).settings.parameters;
      return JSON.stringify(now).includes('"swingReach":7') && now;
    });
    expect(parameters).to.deep.equal({ openingWaitMinutes: 30, minStop: 2, swingReach: 7 });
    expect(visitor.complaints()).to.deep.equal([]);
  });
});

interface Stored {
  settings: Record<string, unknown>;
  etag: string;
}

/** Lets the requests of a kind go only when the answered function is called. */
async function held(page: Page, method: string, path: string): Promise<() => void> {
  let release = (): void => undefined;
  const open = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**${path}`, async (sent) => {
    if (sent.request().method() === method) await open;
    await sent.continue();
  });
  return release;
}

/** Presses the key that saves, and waits until the save is on its way. */
async function saves(page: Page, method: string): Promise<void> {
  const asked = page.waitForRequest((request) => request.method() === method);
  await page.keyboard.press("Control+s");
  await asked;
}
