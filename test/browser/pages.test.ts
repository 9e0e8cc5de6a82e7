import { expect } from "chai";
import type { Browser } from "playwright-core";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";

const DASH = [
  "/",
  "/plugins",
  "/plugins/forex-signals",
  "/forex",
  "/playground/chats/1",
  "/playground/market",
  "/playground/clock",
  "/playground/faults",
  "/connections",
  "/messages",
  "/jobs",
  "/settings",
  "/settings/team",
  "/settings/audit",
];
const ADMIN = [
  "/",
  "/plugins",
  "/plugins/playground",
  "/tenants",
  "/jobs",
  "/dead-letters",
  "/audit",
  "/clock",
];

describe("every page, in a browser", function () {
  this.timeout(60_000);
  let host: TestHost;
  let browser: Browser;

  before(async () => {
    [host, browser] = await Promise.all([startTestHost(), startBrowser()]);
    const owner = await host.signIn(OWNER);
    await owner.call("POST", "/api/plugins/forex-signals/enable", {});
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  const looks = [
    { title: "light, on a desk", scheme: "light", phone: false },
    { title: "dark, on a phone", scheme: "dark", phone: true },
  ] as const;

  for (const look of looks) {
    it(`dash, ${look.title}: nothing serious for axe, a silent console, no sideways scrolling`, async () => {
      const visitor = await Visitor.arrive(browser, look);
      await visitor.signIn(host.port, "dash", "Olivia Aurum");
      expect(await problemsOf(visitor, DASH)).to.deep.equal([]);
      await visitor.leave();
    });

    it(`admin, ${look.title}: nothing serious for axe, a silent console, no sideways scrolling`, async () => {
      const visitor = await Visitor.arrive(browser, look);
      await visitor.signIn(host.port, "admin", "Ada Admin");
      expect(await problemsOf(visitor, ADMIN)).to.deep.equal([]);
      await visitor.leave();
    });
  }

  it("the sign-in page is accessible and names the playground", async () => {
    const visitor = await Visitor.arrive(browser, { phone: true });
    await visitor.page.goto(`http://dash.localhost:${host.port}/sign-in`);
    await visitor.page.getByText("Playground", { exact: true }).waitFor();
    await visitor.page.getByRole("button", { name: /Continue as Olivia/ }).waitFor();
    expect(await visitor.findings()).to.deep.equal([]);
    expect(await visitor.overflow()).to.be.at.most(0);
    expect(visitor.complaints()).to.deep.equal([]);
    await visitor.leave();
  });
});

/** What is wrong with the pages, each line with its address. */
async function problemsOf(visitor: Visitor, paths: readonly string[]): Promise<string[]> {
  visitor.complaints();
  const problems: string[] = [];
  for (const path of paths) {
    await visitor.go(path);
    const overflow = await visitor.overflow();
    const found = [
      ...(await visitor.findings()),
      ...visitor.complaints(),
      ...(overflow > 0 ? [`${overflow} pixels too wide`] : []),
    ];
    problems.push(...found.map((problem) => `${path}: ${problem}`));
  }
  return problems;
}
