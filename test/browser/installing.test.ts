import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { codeOf, TinyPublisher } from "../../host/install/test/tinyPlugin.ts";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, type Person, startTestHost, type TestHost } from "../kit/host.ts";

describe("a plugin in an admin's hands", function () {
  this.timeout(60_000);
  let host: TestHost;
  let browser: Browser;
  let visitor: Visitor;
  let owner: Person;
  let folder: string;
  const publisher = new TinyPublisher();

  before(async () => {
    [host, browser] = await Promise.all([startTestHost({ background: false }), startBrowser()]);
    folder = await mkdtemp(path.join(tmpdir(), "promostack-installing-"));
    owner = await host.signIn(OWNER);
    visitor = await Visitor.arrive(browser);
    await visitor.signIn(host.port, "admin", "Ada Admin");
  });
  after(async () => {
    await visitor?.leave();
    await browser?.close();
    await host?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function archive(version: string): Promise<string> {
    const file = path.join(folder, `quiz-${version}.tgz`);
    const code = codeOf(version).replace('"public"', '"tenant:viewer"');
    const manifest = { tenancy: { scope: "tenant", default: "disabled" } };
    await writeFile(
      file,
      await publisher.archive({ id: "quiz", version, manifest, files: { "index.js": code } }),
    );
    return file;
  }

  async function upload(file: string): Promise<void> {
    const { page } = visitor;
    await visitor.go("/installs");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles(file);
    await page.getByRole("heading", { level: 1, name: /^quiz / }).waitFor();
  }

  async function agreeTo(): Promise<void> {
    const { page } = visitor;
    await page.getByRole("checkbox", { name: "I have compared the fingerprint" }).check();
    await page.getByRole("button", { name: "Agree and go on" }).click();
  }

  const word = async () => (await owner.ask("GET", "/api/p/quiz/word")).body;

  it("is uploaded, watched step by step, and runs once its publisher's key was compared", async () => {
    const { page } = visitor;
    await upload(await archive("1.0.0"));
    await page.getByText("Nobody here has agreed to a release of this key").waitFor();
    const agree = page.getByRole("button", { name: "Agree and go on" });
    expect(await agree.isDisabled()).to.equal(true);
    expect(await visitor.findings()).to.deep.equal([]);
    await agreeTo();
    await page.getByText("Done", { exact: true }).first().waitFor();
    await page.getByRole("link", { name: "Go to quiz" }).click();
    await page.getByRole("heading", { level: 1 }).getByText("quiz", { exact: false }).waitFor();
    await owner.call("POST", "/api/plugins/quiz/enable", {});
    expect(await word()).to.deep.equal({ word: "1.0.0" });
  });

  it("is upgraded for some tenants first, made active for all, and gone back from", async () => {
    const { page } = visitor;
    await visitor.go("/installs");
    await page.getByRole("checkbox", { name: /^Make it ready only/ }).check();
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles(await archive("1.1.0"));
    await page.getByRole("heading", { level: 1, name: "quiz 1.1.0" }).waitFor();
    await agreeTo();
    await page.getByRole("link", { name: "Go to quiz" }).click();
    await page.getByRole("button", { name: "Offer to some tenants" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("These tenants for sure").first().fill("Aurum");
    await page.getByRole("option", { name: "Aurum Signals" }).click();
    await page.keyboard.press("Escape");
    await dialog.getByRole("button", { name: "Offer to some tenants" }).click();
    await page.getByText("Candidate", { exact: true }).waitFor();
    await host.until("the candidate to serve", async () => Object(await word()).word === "1.1.0");
    await page.getByRole("button", { name: "Make it active" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Make it active" }).click();
    await page.getByRole("button", { name: "Go back to it" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Go back to it" }).click();
    await host.until("1.0.0 to serve", async () => Object(await word()).word === "1.0.0");
    expect(await visitor.findings()).to.deep.equal([]);
  });

  it("says file and reason where an archive is refused, and leaves what runs as it is", async () => {
    const { page } = visitor;
    const file = path.join(folder, "quiz-9.tgz");
    await writeFile(file, "this is no archive");
    await visitor.go("/installs");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles(file);
    await page.getByText("Nothing has changed: what ran before runs on.").waitFor();
    expect(await word()).to.deep.equal({ word: "1.0.0" });
  });

  it("is purged only by its name, with a day to call it off", async () => {
    const { page } = visitor;
    await visitor.go("/plugins/quiz");
    await page.getByRole("button", { name: "Purge" }).click();
    const dialog = page.getByRole("dialog");
    const purge = dialog.getByRole("button", { name: "Purge" });
    expect(await purge.isDisabled()).to.equal(true);
    await dialog.getByRole("textbox").fill("quiz");
    await purge.click();
    await page.getByText("It will be deleted").waitFor();
    await page.getByRole("button", { name: "Call it off" }).click();
    await page.getByText("The purge is called off: everything has stayed.").waitFor();
    expect(await word()).to.deep.equal({ word: "1.0.0" });
    expect(await visitor.findings()).to.deep.equal([]);
    expect(visitor.complaints()).to.deep.equal([]);
  });
});
