import { expect } from "chai";
import type { Browser } from "playwright-core";
import { SteerableClock } from "../../host/clock/steerableClock.ts";
import { GOOD, Publisher } from "../../host/strategy/test/publisher.ts";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";

const DASH = [
  "/",
  "/plugins",
  "/plugins/forex-signals",
  "/forex",
  "/forex/refusals",
  "/forex-performance",
  "/forex-strategies",
  "/forex-strategies/raja-banks-gold",
  "/forex-messages",
  "/forex-words",
  "/journeys",
  "/journeys/new",
  "/playground/chats/1",
  "/playground/market",
  "/playground/clock",
  "/playground/faults",
  "/connections",
  "/messages",
  "/jobs",
  "/settings",
  "/settings/team",
  "/settings/plan",
  "/settings/keys",
  "/settings/webhooks",
  "/settings/audit",
  "/forex/:signal",
  "/journeys/:journey",
];
/** A Monday in the simulated market with a signal at 09:45 UTC. */
const SIGNAL_DAY = new Date("2026-11-23T09:38:00Z");
const ADMIN = [
  "/",
  "/plugins",
  "/plugins/playground",
  "/plugins/playground?tab=errors",
  "/plugins/playground?tab=days",
  "/plugins/forex-signals?tab=days&by=hour",
  "/plugins/forex-signals?tab=jobs",
  "/plugins/forex-signals?tab=tenants",
  "/plugins/forex-signals?tab=schema",
  "/plugins/playground?tab=audit",
  "/strategies",
  "/strategies/falls",
  "/installs",
  "/publishers",
  "/tenants",
  "/jobs",
  "/dead-letters",
  "/audit",
  "/settings",
  "/clock",
  "/market-data",
  "/market-data?tab=feeds",
  "/market-data?tab=calendar",
  "/market-data?tab=instruments",
  "/market-data?tab=candles",
  "/tenants/:tenant",
];

/** One of each kind: lists, details, cards of figures. */
const ADMIN_ON_A_PHONE = [
  "/",
  "/plugins/playground",
  "/plugins/forex-signals?tab=jobs",
  "/plugins/forex-signals?tab=schema",
  "/strategies/falls",
  "/installs",
  "/publishers",
  "/tenants",
  "/audit",
  "/settings",
  "/market-data",
  "/market-data?tab=calendar",
  "/market-data?tab=instruments",
  "/tenants/:tenant",
];

/** What a stranger may write. */
const README = `# Falls

Buys what fell a lot. <img src="x" onerror="window.ran = 1"><script>window.ran = 1</script>

[Look](javascript:window.ran=1) at [the site](https://falls.example/a "A title"). ![A chart](https://falls.example/x.png)

| Setting | Usually |
|---------|--------:|
| \`size\` | **1**   |

${">".repeat(200)} deep
`;

interface Items {
  items: { id: string }[];
}

describe("every page, in a browser", () => {
  let host: TestHost;
  let browser: Browser;
  let signal: string;
  /** What the addresses' names stand for. */
  let made: Record<string, string>;

  before(async () => {
    const clock = new SteerableClock({ at: SIGNAL_DAY });
    [host, browser] = await Promise.all([startTestHost({ clock }), startBrowser()]);
    const owner = await host.signIn(OWNER);
    await owner.call("POST", "/api/plugins/forex-signals/enable", {});
    await owner.call("POST", "/api/plugins/journeys/enable", {});
    const from = { kind: "template", template: "welcome" };
    const journey = (await owner.call<{ id: string }>("POST", "/api/p/journeys/journeys", { from })).id;
    const publisher = new Publisher("Ana Trading");
    await publisher.publish(host.url, await publisher.archive("falls", "1.0.0", GOOD, "Falls", README));
    clock.setRate(600);
    // Pages are looked at with something on them: a signal, and the message that told of it.
    signal = await host.until("a signal that was posted", async () => {
      const { items } = await owner.call<Items>("GET", "/api/messages?state=sent");
      const signals = await owner.call<Items>("GET", "/api/p/forex-signals/signals");
      return items.length > 0 && signals.items[0]?.id;
    });
    clock.setRate(1);
    made = { ":signal": signal, ":journey": journey, ":tenant": owner.tenantId };
  });

  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  const looks = [
    { title: "light, on a desk", scheme: "light", phone: false, adminPaths: ADMIN },
    { title: "dark, on a phone", scheme: "dark", phone: true, adminPaths: ADMIN_ON_A_PHONE },
  ] as const;

  for (const look of looks)
    for (const site of ["dash", "admin"] as const)
      describe(`${site}, ${look.title}: nothing serious for axe, a silent console, no sideways scrolling`, () => {
        let visitor: Visitor;

        before(async () => {
          visitor = await Visitor.arrive(browser, look);
          await visitor.signIn(host.port, site, site === "dash" ? "Olivia Aurum" : "Ada Admin");
          visitor.complaints();
        });
        after(() => visitor?.leave());

        for (const path of site === "dash" ? DASH : look.adminPaths)
          it(path, async () => {
            const address = path.replace(/:\w+/, (name) => made[name] ?? "");
            expect(await problemsOf(visitor, address)).to.deep.equal([]);
          });
      });

  it("market data: a list that cannot be read says why, and is read again by a button", async () => {
    const visitor = await Visitor.arrive(browser);
    await visitor.signIn(host.port, "admin", "Ada Admin");
    const days = "**/admin/market/days*";
    const body = { title: "Service Unavailable", status: 503, code: "test", detail: "The days are away." };
    await visitor.page.route(days, (asked) =>
      asked.fulfill({ status: 503, contentType: "application/problem+json", json: body }),
    );
    await visitor.go("/market-data?tab=calendar");
    const failure = visitor.page.getByRole("alert");
    await failure.getByText("The days are away.").waitFor();
    await visitor.page.unroute(days);
    await failure.getByRole("button").click();
    await visitor.page.getByRole("cell", { name: "Good Friday" }).first().waitFor();
    await visitor.leave();
  });

  it("from right to left: the same pages mirrored, and every figure as it is written", async () => {
    const visitor = await Visitor.arrive(browser, { phone: true, rtl: true });
    const { page } = visitor;
    await visitor.signIn(host.port, "dash", "Olivia Aurum");
    visitor.complaints();
    for (const path of ["/", "/forex", `/forex/${signal}`])
      expect(await problemsOf(visitor, path), path).to.deep.equal([]);
    await visitor.go("/forex");
    const figure = "getComputedStyle(document.querySelector('span.figure')).direction";
    expect(await page.evaluate<string>(figure)).to.equal("ltr");
    await page.setViewportSize({ width: 1280, height: 860 });
    const menu = await page.getByRole("navigation").first().boundingBox();
    expect(menu?.x).to.be.greaterThan(640);
    await visitor.leave();
  });

  it("a stranger's README is shown as text: no tag, script, picture or address of theirs works", async () => {
    const visitor = await Visitor.arrive(browser);
    await visitor.signIn(host.port, "admin", "Ada Admin");
    await visitor.go("/strategies/falls");
    const { page } = visitor;
    await page.getByRole("tab", { name: "README" }).click();
    const readme = page.getByRole("tabpanel", { name: "README" });
    await readme.getByRole("cell", { name: "1", exact: true }).waitFor();
    await readme.getByText("<script>window.ran = 1</script>").waitFor();
    expect(await readme.locator("img, script, iframe, style, [onerror]").count()).to.equal(0);
    const links = await readme
      .locator("a")
      .evaluateAll((all) => all.map((each) => each.getAttribute("href")));
    expect(links).to.deep.equal(["https://falls.example/a"]);
    expect(await readme.getByRole("link").getAttribute("rel")).to.include("noopener");
    expect(await page.evaluate("window.ran")).to.equal(undefined);
    expect(visitor.complaints()).to.deep.equal([]);
    await visitor.leave();
  });

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

/** What is wrong with a page. */
async function problemsOf(visitor: Visitor, path: string): Promise<string[]> {
  await visitor.go(path);
  const overflow = await visitor.overflow();
  return [
    ...(await visitor.findings()),
    ...visitor.complaints(),
    ...(overflow > 0 ? [`${overflow} pixels too wide`] : []),
  ];
}
