import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { type Host, startHost } from "../../host/host.ts";
import { Workshop } from "../contract/workshop.ts";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { bundledSetWith } from "../kit/bundledSet.ts";
import { type TestDatabase, testDatabase } from "../kit/database.ts";
import { OWNER, sampleTenants, signIn } from "../kit/host.ts";
import { everySetting } from "./everySetting.ts";

describe("settings of every kind, in a browser", () => {
  let workshop: Workshop;
  let test: TestDatabase;
  let host: Host;
  let browser: Browser;
  let visitor: Visitor;
  let owner: Awaited<ReturnType<typeof signIn>>;

  before(async () => {
    [workshop, test, browser] = await Promise.all([Workshop.open(), testDatabase(), startBrowser()]);
    const folder = await everySetting(workshop);
    host = await startHost(test.config, { registrationFile: await bundledSetWith(folder, { path: folder }) });
    await sampleTenants(host);
    owner = await signIn(host.url, OWNER);
    await owner.call("POST", "/api/plugins/every-setting/enable", {});
    visitor = await Visitor.arrive(browser);
    await visitor.signIn(host.port, "dash", "Olivia Aurum");
    await visitor.go("/plugins/every-setting");
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
    await test?.drop();
    await workshop?.close();
  });

  it("are filled in: lists, choices with their own fields, pickers, secrets in groups", async () => {
    const { page } = visitor;
    await page.getByRole("combobox", { name: "Tone" }).click();
    await page.getByRole("option", { name: "Loud" }).click();
    await page.getByRole("combobox", { name: "Template" }).click();
    await page.getByRole("option", { name: /Paper/ }).click();
    await page.getByLabel("Accent").fill("#0f766e");
    await page.getByLabel("At", { exact: true }).fill("18:30");
    await page.getByRole("combobox", { name: "Zone" }).fill("Karachi");
    await page.getByRole("option", { name: /Asia\/Karachi/ }).click();
    await page.getByLabel("Keep quiet").check();
    await page.getByRole("textbox", { name: "From" }).fill("22:00");
    await page.getByRole("combobox", { name: "Sent by" }).click();
    await page.getByRole("option", { name: "A mail server" }).click();
    await page.getByLabel("Host").fill("mail.example.com");
    await page.getByRole("textbox", { name: "Password" }).fill("correct horse");
    await page.getByRole("button", { name: "Add: Steps" }).click();
    await page.getByRole("group", { name: "Number 2" }).getByLabel("Text").fill("And again");
    await page.getByRole("group", { name: "Number 2" }).getByRole("button", { name: "Move up" }).click();
    const kept = await page.evaluate<string>("JSON.stringify(window.sessionStorage)");
    expect(kept).to.include("mail.example.com").and.not.include("correct horse");
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("mail with 13 letters").waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText("Saved", { exact: true }).waitFor();
    expect(visitor.complaints()).to.deep.equal([]);

    const stored = await owner.call<Stored>("GET", "/api/plugins/every-setting/settings");
    expect(stored.settings).to.deep.equal({
      title: "Daily",
      tone: "loud",
      template: "paper",
      accent: "#0f766e",
      at: "18:30",
      zone: "Asia/Karachi",
      quiet: { on: true, from: "22:00" },
      sender: { by: "mail", host: "mail.example.com" },
      steps: [
        { text: "And again", minutes: 5 },
        { text: "Hello", minutes: 0 },
      ],
    });
    expect(stored.secrets["sender.password"]).to.deep.equal({ set: true, last4: "orse" });
  });

  it("ask only for what the choice needs, and leave behind what another choice had", async () => {
    const { page } = visitor;
    await page.getByLabel("Coupon", { exact: true }).fill("SPRING");
    await page.keyboard.press("Control+s");
    await page.getByText("One field needs a hand.").waitFor();
    // Typing goes on where the hand is needed: what takes the focus now would take the next key too.
    await page.locator('[aria-invalid="true"]:focus').waitFor();
    await page.getByLabel("Coupon", { exact: true }).fill("");
    await page.getByRole("combobox", { name: "Sent by" }).click();
    await page.getByRole("option", { name: "A web service" }).click();
    await page.getByRole("textbox", { name: "Token" }).fill("short");
    await page.getByText("Use at least 8 characters.").first().waitFor();
    await page.getByRole("textbox", { name: "Token" }).fill("long enough");
    await page.getByLabel("Keep quiet").uncheck();
    await page.getByRole("group", { name: "Number 2" }).getByRole("button", { name: "Remove" }).click();
    await page.keyboard.press("Control+s");
    await page.getByText("Saved", { exact: true }).waitFor();
    const { settings, secrets } = await owner.call<Stored>("GET", "/api/plugins/every-setting/settings");
    expect(settings).to.deep.include({ quiet: { on: false }, sender: { by: "web" } });
    expect(settings.steps).to.deep.equal([{ text: "And again", minutes: 5 }]);
    expect(secrets).to.have.nested.property("sender\\.token.set", true);
    expect(await visitor.findings()).to.deep.equal([]);
  });

  it("are kept when they are typed in the moment in which the plugin was turned on", async () => {
    const { page } = visitor;
    await owner.call("POST", "/api/plugins/every-setting/disable", {});
    await page.getByRole("button", { name: "Enable Every setting" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: /allow it/ }).check();
    // What is known of the settings from before is all there is for a while.
    await page.route("**/api/plugins/every-setting/settings", async (sent) => {
      await delay(2_000);
      await sent.continue();
    });
    await dialog.getByRole("button", { name: "Enable Every setting" }).click();
    const title = page.getByRole("main").getByLabel("Title");
    await title.fill("Weekly");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    const { settings } = await owner.call<Stored>("GET", "/api/plugins/every-setting/settings");
    expect(settings.title).to.equal("Weekly");
    expect(visitor.complaints()).to.deep.equal([]);
  });
});

interface Stored {
  settings: Record<string, unknown>;
  secrets: Record<string, { set: boolean; last4?: string }>;
}
