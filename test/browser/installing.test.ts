import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { neededFolders, writePluginSet } from "../../host/author/pluginSet.ts";
import { type Host, startHost } from "../../host/host.ts";
import { codeOf, TABLE, TinyPublisher, withMigrations } from "../../host/install/test/tinyPlugin.ts";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, type Person, signIn, startTestHost, type TestHost } from "../kit/host.ts";

describe("a plugin in an admin's hands, on two hosts that share a database", () => {
  let host: TestHost;
  /** Another machine's: a folder of its own, and the same storage. */
  let other: Host;
  let browser: Browser;
  /** The admin works at the one host, the tenant at the other. */
  let visitor: Visitor;
  let owners: Person[];
  let folder: string;
  const publisher = new TinyPublisher();

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-installing-"));
    const registrationFile = await writePluginSet(folder, await neededFolders(folder, { standIns: true }));
    [host, browser] = await Promise.all([
      startTestHost({ background: false, registrationFile }),
      startBrowser(),
    ]);
    const dataDir = path.join(folder, "other");
    const files = path.join(host.config.dataDir, "files");
    await Promise.all([mkdir(dataDir), mkdir(files, { recursive: true })]);
    await symlink(files, path.join(dataDir, "files"));
    other = await startHost({ ...host.config, port: 0, dataDir }, { background: false, registrationFile });
    owners = await Promise.all([signIn(host.url, OWNER), signIn(other.url, OWNER)]);
    visitor = await Visitor.arrive(browser);
    await visitor.signIn(host.port, "admin", "Ada Admin");
  });
  after(async () => {
    await visitor?.leave();
    await browser?.close();
    await other?.stop();
    await host?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The next version asks for more than the one before. */
  async function archive(version: string, asks: Record<string, unknown> = {}): Promise<string> {
    const file = path.join(folder, `quiz-${version}.tgz`);
    const { manifest, files } = withMigrations(TABLE);
    const code = codeOf(version).replace('"public"', '"tenant:viewer"');
    const settings = {
      type: "object",
      properties: { greeting: { type: "string", title: "Greeting", default: "Hello" } },
    };
    const bytes = await publisher.archive({
      id: "quiz",
      version,
      manifest: {
        ...manifest,
        capabilities: { db: {}, ...asks },
        tenancy: { scope: "tenant", default: "disabled" },
        settings,
      },
      files: { ...files, "index.js": code },
    });
    await writeFile(file, bytes);
    return file;
  }

  async function choose(file: string): Promise<void> {
    const chooser = visitor.page.waitForEvent("filechooser");
    await visitor.page.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles(file);
  }

  async function agree(): Promise<void> {
    const { page } = visitor;
    await page.getByRole("checkbox", { name: "I have compared the fingerprint" }).check();
    await page.getByRole("button", { name: "Agree and go on" }).click();
    await page.getByText("Done", { exact: true }).first().waitFor();
  }

  /** What both hosts answer to the tenant: a word, or the status of a refusal. */
  async function answers(what: string, wanted: string | number): Promise<void> {
    for (const owner of owners) {
      await host.until(`${what} on both hosts`, async () => {
        const { status, body } = await owner.ask("GET", "/api/p/quiz/word");
        return (status === 200 ? body.word : status) === wanted;
      });
    }
  }

  it("is not installed where the line breaks, and the page says so", async () => {
    const { page } = visitor;
    await visitor.go("/installs");
    await page.route("**/api/admin/installs?*", (sent) => sent.abort());
    await choose(await archive("0.9.0"));
    await page.getByText("nothing was installed").waitFor();
    await page.unrouteAll();
    visitor.complaints();
  });

  it("is not installed where its archive is too large, and the page says by how much and what to do, for as long as one looks", async () => {
    const { page } = visitor;
    const file = path.join(folder, "large.tgz");
    await writeFile(file, Buffer.alloc(17 * 1024 * 1024));
    await visitor.go("/installs");
    await choose(file);
    const refusal = page.getByRole("alert").filter({ hasText: "large.tgz is too large: 17.0 MB." });
    await refusal.getByText("An archive may have up to 16.0 MB").waitFor();
    expect(await visitor.findings()).to.deep.equal([]);
    // The browser notes the refusal.
    visitor.complaints();
  });

  it("is uploaded, watched step by step, and runs once its publisher's key was compared", async () => {
    const { page } = visitor;
    await visitor.go("/installs");
    await choose(await archive("1.0.0"));
    await page.getByRole("heading", { level: 1, name: "quiz 1.0.0" }).waitFor();
    await page.getByText("No admin has approved this key.").waitFor();
    expect(await page.getByRole("button", { name: "Agree and go on" }).isDisabled()).to.equal(true);
    expect(await visitor.findings()).to.deep.equal([]);
    await agree();
    await page.getByRole("link", { name: "Go to quiz" }).click();
    await page.getByRole("heading", { level: 1, name: "Plugin quiz" }).waitFor();
    await answers("a plugin that is off for the tenant", 404);
  });

  it("is enabled by a tenant who agrees to what it may do, at the other host", async () => {
    const tenant = await Visitor.arrive(browser, { phone: true });
    const { page } = tenant;
    await tenant.signIn(other.port, "dash", "Olivia Aurum");
    await tenant.go("/plugins/quiz");
    await page.getByRole("button", { name: "Enable Plugin quiz" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Keep its own data for each tenant").waitFor();
    await dialog.getByRole("checkbox", { name: /allow it/ }).check();
    await dialog.getByRole("button", { name: "Enable Plugin quiz" }).click();
    await answers("the tenant's plugin", "1.0.0");
    await page.getByLabel("Greeting").fill("Welcome");
    await page.getByRole("button", { name: "Save" }).click();
    const settings = () => owners[0]?.ask("GET", "/api/plugins/quiz/settings");
    await host.until("the settings to be kept", async () =>
      JSON.stringify((await settings())?.body).includes("Welcome"),
    );
    expect(await tenant.overflow()).to.equal(0);
    expect(tenant.complaints()).to.deep.equal([]);
    await tenant.leave();
  });

  it("is upgraded with a consent to what is new, for some tenants first, then for all, and gone back from", async () => {
    const { page } = visitor;
    const dialog = page.getByRole("dialog");
    await visitor.go("/installs");
    await page.getByRole("checkbox", { name: /^Make it ready only/ }).check();
    await choose(await archive("1.1.0", { http: { hosts: ["api.example.com"] } }));
    await page.getByText("It asks for more than the release that runs").waitFor();
    await page.getByText("Call api.example.com over the internet.").waitFor();
    await page.getByText("1 tenant, all fit.").waitFor();
    await agree();
    // The server ends the line when nothing more will happen: that is no loss.
    expect(await page.getByText("The line to the server is lost").count()).to.equal(0);
    await page.getByRole("link", { name: "Go to quiz" }).click();
    await page.getByRole("button", { name: "Offer to some tenants" }).click();
    await dialog.getByText("10% of the tenants, the same ones each time").waitFor();
    await dialog.getByLabel("These tenants for sure").first().fill("Aurum");
    await page.getByRole("option", { name: "Aurum Signals" }).click();
    await page.keyboard.press("Escape");
    await dialog.getByRole("button", { name: "Offer to some tenants" }).click();
    await page.getByText("10% of the tenants and 1 chosen.").waitFor();
    await answers("the candidate", "1.1.0");
    await page.getByRole("button", { name: "Make it active" }).click();
    await dialog.getByRole("button", { name: "Make it active" }).click();
    await page.getByRole("button", { name: "Go back to it" }).click();
    await dialog.getByRole("button", { name: "Go back to it" }).click();
    await answers("the release before", "1.0.0");
    await page.getByText("Gone back from", { exact: true }).waitFor();
    expect(await visitor.findings()).to.deep.equal([]);
  });

  it("says file and reason where an archive is refused, and leaves what runs as it is", async () => {
    const { page } = visitor;
    const file = path.join(folder, "quiz-9.tgz");
    await writeFile(file, "this is no archive");
    await visitor.go("/installs");
    await choose(file);
    await page.getByText("Nothing has changed: what ran before runs on.").waitFor();
    await answers("what ran", "1.0.0");
  });

  it("is uninstalled with all that it holds, and had back from where it is kept", async () => {
    const { page } = visitor;
    await visitor.go("/plugins/quiz");
    expect(visitor.complaints()).to.deep.equal([]);
    await page.getByRole("button", { name: "Uninstall" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("quiz");
    await dialog.getByRole("button", { name: "Uninstall" }).click();
    await answers("an uninstalled plugin", 404);
    await page.getByText("1 tenant gets it back with it; its tables have stayed.").waitFor();
    // The page may have asked once more of what was just gone.
    visitor.complaints();
    await page.getByRole("button", { name: "Install it again" }).click();
    await agree();
    await answers("the plugin that is back", "1.0.0");
  });

  it("is purged only by its name, with a day to call it off, and then for good", async () => {
    const { page } = visitor;
    const dialog = page.getByRole("dialog");
    const begin = async () => {
      // By its key: a notice may lie over the corner for a moment.
      await page.getByRole("button", { name: "Purge" }).press("Enter");
      const purge = dialog.getByRole("button", { name: "Purge" });
      expect(await purge.isDisabled()).to.equal(true);
      await dialog.getByRole("textbox").fill("quiz");
      await purge.click();
      await page.getByText("It will be deleted").waitFor();
    };
    await visitor.go("/plugins/quiz");
    await begin();
    await page.getByRole("button", { name: "Call it off" }).click();
    await page.getByText("The purge is called off: everything has stayed.").waitFor();
    await answers("what stayed", "1.0.0");
    expect(await visitor.findings()).to.deep.equal([]);
    await begin();
    expect(visitor.complaints()).to.deep.equal([]);
    await page.getByRole("button", { name: "Delete it now" }).click();
    await dialog.getByRole("textbox").fill("quiz");
    await dialog.getByRole("button", { name: "Delete it now" }).click();
    await answers("a purged plugin", 404);
    const left = () =>
      host.database.query("select 1 as one from pg_namespace where nspname = 'p_quiz' limit 1");
    await host.until("its tables to be gone", async () => (await left()).length === 0);
  });
});
