import { createRequire } from "node:module";
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium as driver, type Page } from "playwright-core";

const axeSource = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

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
      "--font-render-hinting=none",
      "--host-resolver-rules=MAP *.localhost 127.0.0.1",
    ],
  });
}

export type Site = "dash" | "admin";

export interface VisitOptions {
  scheme?: "light" | "dark";
  phone?: boolean;
}

/** Somebody before a browser: what the pages complain of is kept, and fails the test that asks. */
export class Visitor {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #complaints: string[] = [];

  constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.#complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.#complaints.push(error.message));
  }

  static async arrive(
    browser: Browser,
    { scheme = "light", phone = false }: VisitOptions = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: phone ? { width: 360, height: 740 } : { width: 1280, height: 860 },
      hasTouch: phone,
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
    });
    context.setDefaultTimeout(10_000);
    return new Visitor(context, await context.newPage());
  }

  /** What stood in the console since the last time somebody asked. */
  complaints(): string[] {
    return this.#complaints.splice(0);
  }

  /** Signs in as a sample person on the site's own sign-in page, by its button. */
  async signIn(port: number, site: Site, name: string): Promise<void> {
    await this.page.goto(`http://${site}.localhost:${port}/`);
    await this.page.getByRole("button", { name: `Continue as ${name}` }).click();
    await this.page.getByRole("navigation", { name: "Main" }).waitFor();
    // A visitor who is not signed in yet is told so by the first answer: that is no fault of the page.
    this.complaints();
  }

  /** Goes to an address of the site one is on, and waits until the page's heading stands and nothing loads. */
  async go(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.page.url()).href);
    await this.page.getByRole("heading", { level: 1 }).waitFor();
    await this.settled();
  }

  /** No skeleton and no spinner is left. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(
      () => document.querySelector('.mantine-Skeleton-root, [role="status"][aria-label^="Loading"]') === null,
    );
  }

  /** Serious and critical findings of axe on the page as it stands, each with the first element. */
  async findings(): Promise<string[]> {
    await this.page
      .evaluate(() => {
        if (!("axe" in window)) throw new Error("axe is missing");
      })
      .catch(() => this.page.addScriptTag({ path: axeSource }));
    return this.page.evaluate(async () => {
      const { axe } = window as unknown as AxeWindow;
      const { violations } = await axe.run(document, { resultTypes: ["violations"] });
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary ?? ""}`);
    });
  }

  /** Pixels by which the page is wider than the window. */
  overflow(): Promise<number> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}

interface AxeWindow {
  axe: {
    run(
      root: Document,
      options: { resultTypes: string[] },
    ): Promise<{
      violations: { id: string; impact: string; nodes: { html: string; failureSummary?: string }[] }[];
    }>;
  };
}
