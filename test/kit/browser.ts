import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium as driver, type Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Turns a page before its own scripts run: its first element may not be there yet. */
const RIGHT_TO_LEFT = `
  const turn = () => document.documentElement && (document.documentElement.dir = "rtl");
  if (!turn()) new MutationObserver((_found, observer) => turn() && observer.disconnect()).observe(document, { childList: true });`;

/** Chromium from npm: it needs nothing of the machine, and asks nobody on the internet. */
export async function startBrowser(): Promise<Browser> {
  return driver.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--host-resolver-rules=MAP *.localhost 127.0.0.1",
    ],
  });
}

export type Site = "dash" | "admin";

const SETTLED_MS = 800;

export interface VisitOptions {
  scheme?: "light" | "dark";
  phone?: boolean;
  /** Pages come as for a language that is written from right to left. */
  rtl?: boolean;
}

/** Somebody before a browser: what the pages complain of is kept for the test to ask. */
export class Visitor {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #complaints: string[] = [];

  constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on("console", (message) => {
      const { url } = message.location();
      if (message.type() === "error" || message.type() === "warning")
        this.#complaints.push(`${message.text()} ${url}`);
    });
    page.on("pageerror", (error) => this.#complaints.push(error.message));
  }

  static async arrive(
    browser: Browser,
    { scheme = "light", phone = false, rtl = false }: VisitOptions = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: phone ? { width: 360, height: 740 } : { width: 1280, height: 860 },
      hasTouch: phone,
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
    });
    context.setDefaultTimeout(60_000);
    if (rtl) await context.addInitScript(RIGHT_TO_LEFT);
    return new Visitor(context, await context.newPage());
  }

  /** What stood in the console since somebody last asked. */
  complaints(): string[] {
    return this.#complaints.splice(0);
  }

  /** Signs in as a sample person on the site's own sign-in page, by its button. */
  async signIn(port: number, site: Site, name: string): Promise<void> {
    await this.page.goto(`http://${site}.localhost:${port}/sign-in`);
    await this.page.getByRole("button", { name: `Continue as ${name}` }).click();
    await this.page.getByRole("heading", { level: 1, name: site === "dash" ? "Home" : "Overview" }).waitFor();
  }

  /** Goes to an address of the site one is on, and waits until its heading stands and nothing loads. */
  async go(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.page.url()).href);
    try {
      await this.page.getByRole("heading", { level: 1 }).waitFor();
      await this.settled();
    } catch (cause) {
      const shown = await this.page.locator("body").innerText();
      throw new Error(
        `${path} did not come to stand. It shows:\n${shown.slice(0, 2_000)}\nThe console says:\n${this.#complaints.join("\n")}`,
        { cause },
      );
    }
  }

  /** No skeleton is left. */
  async settled(): Promise<void> {
    await this.page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
  }

  /**
   * Serious and critical findings of axe on the page as it stands, each with its first element. What is found is looked at again a
   * moment later: a colour that has not arrived yet is no finding.
   */
  async findings(): Promise<string[]> {
    const found = await this.#axe();
    if (found.length === 0) return found;
    await this.page.waitForTimeout(SETTLED_MS);
    return this.#axe();
  }

  async #axe(): Promise<string[]> {
    // Evaluated rather than added as a script: the page's policy forbids scripts that are not the site's own.
    await this.page.evaluate(AXE);
    const found = await this.page.evaluate<Finding[]>(
      `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)`,
    );
    return found
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes: [first] }) => `${id}: ${first?.html.slice(0, 200)} ${first?.failureSummary ?? ""}`);
  }

  /** Pixels by which the page can be scrolled sideways, in the direction that it is read in. */
  async overflow(): Promise<number> {
    return this.page.evaluate<number>(`(() => {
      const page = document.scrollingElement;
      page.scrollLeft = getComputedStyle(page).direction === "rtl" ? -9999 : 9999;
      const far = Math.abs(page.scrollLeft);
      page.scrollLeft = 0;
      return far;
    })()`);
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}

interface Finding {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary?: string }[];
}
