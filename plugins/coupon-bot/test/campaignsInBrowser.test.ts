import { expect } from "chai";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { startBrowser, Visitor } from "../../../test/kit/browser.ts";
import { OWNER, startTestHost, type TestHost } from "../../../test/kit/host.ts";
import type { TemplateList } from "../templates/api.ts";

describe("the coupon bot's pages, in a browser", () => {
  let host: TestHost;
  let browser: Browser;

  before(async () => {
    [host, browser] = await Promise.all([
      startTestHost({ background: false, variables: { LOG_LEVEL: "silent" } }),
      startBrowser(),
    ]);
    const owner = await host.signIn(OWNER);
    await owner.call("POST", "/api/plugins/coupon-bot/enable", { settings: {}, together: ["journeys"] });
  });
  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  it("campaigns are written, opened, entered with a picture on a phone, closed and drawn", async () => {
    const colleague = await Visitor.arrive(browser);
    const { page } = colleague;
    await colleague.signIn(host.port, "dash", "Olivia Aurum");
    await colleague.go("/campaigns");
    await page.getByRole("button", { name: "New campaign" }).first().click();
    await page.getByLabel("Title").fill("Spring pictures");
    await page.getByLabel("Address").fill("spring");
    await page.getByLabel("Prize").fill("A free year");
    await page.frameLocator("iframe").getByRole("heading", { name: "Spring pictures" }).waitFor();
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { level: 1, name: "Spring pictures" }).waitFor();
    expect(colleague.complaints()).to.deep.equal([]);
    expect(await colleague.findings()).to.deep.equal([]);
    // Axe writes to the preview's frame, which hears nobody: that is its complaint, not the page's.
    colleague.complaints();
    await page.getByRole("button", { name: "Open to the public" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Open to the public" }).click();
    await page.getByText(`/t/aurum/coupons/c/spring`).waitFor();

    const visitor = await Visitor.arrive(browser, { phone: true, scheme: "dark" });
    const { page: theirs } = visitor;
    await theirs.goto(`http://localhost:${host.port}/t/aurum/coupons/c/spring`);
    const picture = sharp({ create: { width: 500, height: 400, channels: 3, background: "#3a8f6a" } });
    const buffer = await picture.jpeg().toBuffer();
    await theirs.locator("#file").setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer });
    await theirs.getByText("Choose another").waitFor();
    await theirs.getByRole("textbox", { name: "E-mail" }).fill("visitor@example.com");
    await theirs.getByLabel("Instagram").fill("@visitor");
    await theirs.getByRole("checkbox").check();
    // What machines do not wait for.
    await theirs.waitForTimeout(2_600);
    expect(await visitor.findings()).to.deep.equal([]);
    expect(await visitor.overflow()).to.equal(0);
    await theirs.getByRole("button", { name: "Take part" }).click();
    await theirs.getByRole("heading", { name: "You are in!" }).waitFor();
    await theirs.getByRole("link", { name: "Download" }).waitFor();
    expect(visitor.complaints()).to.deep.equal([]);

    await page.locator("#page").getByRole("button", { name: "Close", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).last().click();
    await page.getByRole("tab", { name: "Entries" }).click();
    await page.getByText("visitor@example.com").waitFor();
    expect(await colleague.findings()).to.deep.equal([]);
    await page.getByRole("tab", { name: "Draw" }).click();
    await page.getByRole("button", { name: "Draw the winners" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Draw the winners" }).click();
    await page.getByRole("button", { name: "Draw again: 1" }).waitFor();
    expect(await colleague.findings()).to.deep.equal([]);
    expect(colleague.complaints()).to.deep.equal([]);
  });

  it("a text of the bot is saved by Ctrl S at once, once", async () => {
    const colleague = await Visitor.arrive(browser);
    const { page } = colleague;
    await colleague.signIn(host.port, "dash", "Olivia Aurum");
    await colleague.go("/message-texts/en/welcome");
    await page.getByRole("textbox", { name: "Text", exact: true }).fill("Come in, {firstName}.");
    await page.keyboard.press("Control+s");
    await page.getByText("Saved.", { exact: true }).waitFor();
    await page.getByText("Not saved").waitFor({ state: "detached" });
    // A second save would have named the version before the first: refused, and in the console.
    expect(colleague.complaints()).to.deep.equal([]);
    await colleague.leave();
  });

  it("templates begin in the gallery, are moved by keys, deleted and taken back", async () => {
    const owner = await host.signIn(OWNER);
    const order = async () => {
      const { items } = await owner.call<TemplateList>("GET", "/api/p/coupon-bot/templates");
      return items.map(({ name }) => name).join();
    };
    const colleague = await Visitor.arrive(browser);
    const { page } = colleague;
    const choose = async (name: string, act: string) => {
      await page.getByRole("button", { name: `More: ${name}`, exact: true }).click();
      await page.getByRole("menuitem", { name: act, exact: true }).click();
    };
    await colleague.signIn(host.port, "dash", "Olivia Aurum");
    await colleague.go("/templates");
    expect(await colleague.findings()).to.deep.equal([]);
    expect(colleague.complaints()).to.deep.equal([]);
    await page.getByRole("button", { name: "Use this: Neon" }).click();
    await host.until("the template", async () => (await order()) === "Neon");
    await colleague.go("/templates");
    await choose("Neon", "Duplicate");
    await page.getByRole("button", { name: "Move “Neon (copy)”" }).press("ArrowLeft");
    await host.until("the order", async () => (await order()) === "Neon (copy),Neon");
    await choose("Neon", "Delete");
    await page.getByRole("button", { name: "Undo" }).click();
    await host.until("the template again", async () => (await order()) === "Neon (copy),Neon");
    await page.getByRole("button", { name: "More: Neon", exact: true }).waitFor();
    expect(await colleague.findings()).to.deep.equal([]);
    expect(colleague.complaints()).to.deep.equal([]);
  });
});
