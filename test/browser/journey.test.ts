import { expect } from "chai";
import type { Browser } from "playwright-core";
import { SteerableClock } from "../../host/clock/steerableClock.ts";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";

/** A Monday in the simulated market with a signal at 09:45 UTC. */
const MORNING = new Date("2026-11-23T09:38:00Z");

describe("with nothing but the pages", () => {
  let host: TestHost;
  let browser: Browser;
  let visitor: Visitor;

  before(async () => {
    const clock = new SteerableClock({ at: MORNING, rate: 1 });
    [host, browser] = await Promise.all([startTestHost({ clock }), startBrowser()]);
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  describe("a newcomer", () => {
    before(async () => {
      visitor = await Visitor.arrive(browser);
    });

    after(() => visitor?.leave());

    it("signs in on a host that is no site and arrives in the dash", async () => {
      const { page } = visitor;
      await page.goto(`http://localhost:${host.port}/`);
      await page.getByRole("button", { name: "Continue as Olivia Aurum" }).click();
      await page.getByRole("heading", { name: "Home" }).waitFor();
      expect(new URL(page.url()).hostname).to.equal("dash.localhost");
      await page.getByText("Aurum Signals").first().waitFor();
    });

    it("enables forex signals after reading what it may do, and the page appears without a reload", async () => {
      const { page } = visitor;
      await page.getByRole("link", { name: "Enable Forex signals" }).click();
      const form = page.getByRole("dialog", { name: "Enable Forex signals" });
      await form.getByRole("button", { name: "Enable Forex signals" }).click();
      await form.getByText("Tick this to go on.").waitFor();
      await form.getByRole("checkbox", { name: /I have read/ }).check();
      await form.getByRole("button", { name: "Enable Forex signals" }).click();
      await page.getByRole("heading", { level: 1, name: "Signals" }).waitFor();
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Signals" }).waitFor();
    });

    it("lets time run faster and watches the signal arrive in the channel", async () => {
      const { page } = visitor;
      await page.getByText("600×", { exact: true }).first().click();
      await page.getByRole("link", { name: "Watch the channel" }).click();
      // The team's own is the one that is open.
      const channel = page.getByRole("log", { name: "Aurum VIP" });
      await channel.getByText("BUY XAU/USD").first().waitFor({ timeout: 40_000 });
      await page.getByText("1×", { exact: true }).first().click();
    });

    it("finds the signal in the list and sees its candles, levels and what was posted", async () => {
      const { page } = visitor;
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Signals" }).click();
      await page
        .getByRole("table", { name: "All signals" })
        .getByRole("link", { name: /Buy XAU\/USD/ })
        .last()
        .click();
      await page.getByRole("heading", { level: 1, name: "XAU/USD" }).waitFor();
      await page.getByRole("figure", { name: /Candles of XAU\/USD/ }).waitFor();
      await page.getByText("Table", { exact: true }).click();
      await page.getByRole("columnheader", { name: "High" }).waitFor();
      await page.getByRole("heading", { name: "Posted" }).waitFor();
      expect(await visitor.findings()).to.deep.equal([]);
    });

    it("is told beside the field what is wrong with a bot token, and sends a test message with a good one", async () => {
      const { page } = visitor;
      await page.getByRole("link", { name: "Connections" }).click();
      const bot = page.getByRole("region", { name: "Signal bot" });
      await bot.getByText("@aurum_signal_bot").waitFor();
      await bot.getByRole("button", { name: "Replace bot" }).click();
      const replace = page.getByRole("dialog", { name: /Replace/ });
      await replace.getByLabel("Bot token").fill("not a token");
      await replace.getByRole("button", { name: "Replace bot" }).click();
      await replace.getByText("A token is digits, a colon").waitFor();
      await page.keyboard.press("Escape");
      await bot.getByRole("button", { name: "Send a test" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
      await page.getByText("posted a message to Aurum VIP").waitFor();
    });

    it("keeps what was typed into settings through a reload, refuses what is wrong, and saves with Ctrl S", async () => {
      const { page } = visitor;
      await visitor.go("/plugins/forex-signals");
      const spread = page.getByLabel("Spread", { exact: true });
      await spread.fill("9999");
      await page.getByText("Use 1000 or less.").first().waitFor();
      page.once("dialog", (dialog) => void dialog.accept());
      await page.reload();
      await page.getByText("What you typed before the reload is back.").waitFor();
      expect(await spread.inputValue()).to.equal("9999");
      await spread.fill("0.5");
      await page.keyboard.press("Control+s");
      await page.getByText("Saved", { exact: true }).first().waitFor();
      await visitor.go("/plugins/forex-signals");
      expect(await page.getByLabel("Spread", { exact: true }).inputValue()).to.equal("0.5");
    });

    it("tries settings before saving them, and reads beside the button how that went", async () => {
      const { page } = visitor;
      await visitor.go("/plugins/forex-signals");
      await page.getByRole("button", { name: "Check the parameters" }).click();
      await page.getByText("raja-banks-gold runs with these parameters on XAU/USD.").waitFor();
      const version = page.getByRole("textbox", { name: "Version of the strategy" });
      await version.fill("9.9.9");
      await page.getByRole("button", { name: "Check the parameters" }).click();
      await page.getByText("Does not work").waitFor();
      await version.fill("");
      await page.getByRole("button", { name: "Send a test post" }).click();
      await page.getByText("A test post is on its way to").waitFor();
      await page.getByRole("link", { name: "Messages" }).click();
      await page.getByText("Test: signals of raja-banks-gold").first().waitFor();
    });

    it("writes what channels are told: a variable from the palette, what is wrong at once, saved with Ctrl S", async () => {
      const { page } = visitor;
      await visitor.go("/forex-messages/target1/vip/en");
      const text = page.getByRole("textbox", { name: "Text", exact: true });
      const counted = page.getByText(/^\d+ of 4,096$/);
      await text.fill("Target one at !");
      await text.press("ArrowLeft");
      // In the same moment: the next key may come before anything that waits.
      const caret = await page.evaluate<number>(`(() => {
        [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "price").click();
        return document.activeElement.selectionStart;
      })()`);
      expect(await text.inputValue()).to.equal("Target one at {price}!");
      expect(caret, "the caret stands behind it").to.equal("Target one at {price}".length);
      await page.getByText(/^Target one at [\d.]+!$/).waitFor();
      expect(await counted.textContent()).to.equal("22 of 4,096");

      await text.fill("Target one at {prise}!");
      await page.getByText("Did you mean {price}?").waitFor();
      expect(await counted.textContent(), "with an error, too").to.equal("15 of 4,096");
      await page.keyboard.press("Control+s");
      await page.getByText("Unsaved").waitFor();

      await text.fill("Target one at {price}!");
      await page.getByText(/^Target one at [\d.]+!$/).waitFor();
      await page.keyboard.press("Control+s");
      await page.getByText("Saved. The next message says it this way.").waitFor();
      await page.reload();
      await text.waitFor();
      expect(await text.inputValue()).to.equal("Target one at {price}!");
    });

    it("goes by keyboard: Ctrl K, a word, Enter", async () => {
      const { page } = visitor;
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder("Where to, or what to do?").fill("jobs");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
      await page.getByRole("table", { name: "Jobs" }).waitFor();
    });

    it("talks with a bot as a Telegram user", async () => {
      const { page } = visitor;
      await visitor.go("/playground");
      await page
        .getByRole("navigation", { name: "Chats" })
        .getByRole("button", { name: /Aurum Help/ })
        .click();
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await page.getByRole("log", { name: "Aurum Help" }).getByText("/start").waitFor();
      await page.getByRole("textbox", { name: "Message" }).fill("Is anybody there?");
      await page.keyboard.press("Enter");
      await page.getByRole("log", { name: "Aurum Help" }).getByText("Is anybody there?").waitFor();
    });

    it("complains of nothing in the console on the whole way", () => {
      expect(visitor.complaints()).to.deep.equal([]);
    });

    it("sees both versions where a colleague saved meanwhile, and replaces or takes theirs", async () => {
      const { page } = visitor;
      await visitor.go("/forex-messages/target1/vip/en");
      const address = "/api/p/forex-signals/message-templates/target1/vip/en";
      const colleague = await host.signIn(OWNER);
      const theirs = async (text: string) => {
        const { etag } = await colleague.call<{ etag: string }>("GET", address);
        const { status } = await colleague.ask("PUT", address, { text }, { "if-match": etag });
        expect(status).to.equal(200);
      };
      const text = page.getByRole("textbox", { name: "Text", exact: true });
      // What is not yet saved has its conflict with what a colleague saves now; a page that has only loaded shows theirs.
      const bothSave = async (said: string, saved: string) => {
        await text.fill(said);
        await theirs(saved);
        // Heard at once, whether the preview is there yet or not.
        await page.keyboard.press("Control+s");
        await page.getByText("Somebody else has saved this text meanwhile").waitFor();
      };
      await bothSave("Mine, first", "Theirs, first");
      await page.getByRole("region", { name: "Saved now:" }).getByText("Theirs, first").waitFor();
      expect(await text.inputValue()).to.equal("Mine, first");
      await page.getByRole("button", { name: "Replace it with mine" }).click();
      await page.getByText("Somebody else has saved").waitFor({ state: "detached" });
      expect((await colleague.call<{ text: string }>("GET", address)).text).to.equal("Mine, first");

      await bothSave("Mine, second", "Theirs, second");
      await page.getByRole("button", { name: "Take theirs" }).click();
      await page.getByText("Somebody else has saved").waitFor({ state: "detached" });
      expect(await text.inputValue()).to.equal("Theirs, second");
    });

    it("shows both versions when somebody else saved meanwhile, and keeps the chosen one", async () => {
      const { page } = visitor;
      await visitor.go("/plugins/forex-signals");
      await page.getByLabel("Spread", { exact: true }).fill("0.9");
      const other = await host.signIn(OWNER);
      const path = "/api/plugins/forex-signals/settings";
      const stored = await other.call<{ settings: object; etag: string }>("GET", path);
      const settings = { ...stored.settings, spread: 0.7 };
      const theirs = await other.ask("PUT", path, { settings }, { "if-match": stored.etag });
      expect(theirs.status).to.equal(200);
      await page.keyboard.press("Control+s");
      const conflict = page.getByRole("dialog", { name: "Somebody else saved in the meantime" });
      await conflict.getByRole("cell", { name: "0.7" }).waitFor();
      await conflict.getByRole("button", { name: "Save mine over it" }).click();
      await page.getByText("Saved", { exact: true }).first().waitFor();
      const now = await other.call<{ settings: { spread: number } }>("GET", path);
      expect(now.settings.spread).to.equal(0.9);
      // The refused save stands in the console, as every answer that is not a success does.
      expect(visitor.complaints().every((line) => line.includes("412"))).to.equal(true);
    });
  });

  describe("an admin", () => {
    before(async () => {
      visitor = await Visitor.arrive(browser);
      await visitor.signIn(host.port, "admin", "Ada Admin");
    });

    after(() => visitor?.leave());

    it("quarantines a plugin for a reason, and releases it", async () => {
      const { page } = visitor;
      await visitor.go("/plugins/forex-signals");
      await page.getByRole("button", { name: "Quarantine" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Reason, for the tenants").fill("Looking into odd prices.");
      await dialog.getByRole("button", { name: "Quarantine" }).click();
      await page.getByText("Looking into odd prices.").first().waitFor();
      await page.getByRole("button", { name: "Release" }).click();
      await page.getByText("Running", { exact: true }).waitFor();
    });

    it("views as a tenant, whose channel the playground opens, under a banner that cannot be missed, and stops", async () => {
      const { page } = visitor;
      await visitor.go("/tenants");
      await page.getByRole("button", { name: "View as: Delta Desk" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "View as" }).click();
      await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
      await page.getByText(/\d+:\d\d left/).waitFor();
      await visitor.go("/playground");
      await page.getByRole("log", { name: "Delta Desk VIP" }).waitFor();
      await page.getByRole("button", { name: "Stop viewing" }).click();
      await page.waitForURL(/admin\.localhost/);
    });
  });
});
