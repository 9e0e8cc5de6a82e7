import { expect } from "chai";
import { startBrowser, Visitor } from "../../../test/kit/browser.ts";
import { OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../../../test/kit/host.ts";
import type { CodesPage, ValidatorDetail } from "../codes/api.ts";
import { WORDS } from "../ui-public/texts.ts";
import { codeContext } from "./codeContext.ts";

const API = "/api/p/coupon-bot";

describe("codes on the public page", () => {
  let host: TestHost;
  let owner: Person;
  let list: string;

  before(async () => {
    host = await startTestHost({ background: false, variables: { LOG_LEVEL: "silent" } });
    const people = await Promise.all([host.signIn(OWNER), host.signIn(OTHER_OWNER)]);
    for (const each of people)
      await each.call("POST", "/api/plugins/coupon-bot/enable", { together: ["journeys"], settings: {} });
    [owner] = people;
    const { row } = await owner.call<ValidatorDetail>("POST", `${API}/code-lists`, {
      title: "Spring",
      plan: { usesPerCode: 2, fields: { discount: "20 %" }, texts: { used_up: "All taken." } },
    });
    list = row.id;
    await owner.call("POST", `${API}/code-lists/${list}/codes`, { text: "SPRING, FULL" });
    await owner.call("PATCH", `${API}/code-validators/${list}`, { active: true });
    const { db } = codeContext(host, owner);
    await db((trx) => trx.run("update code set uses = 2 where code = 'FULL'"));
  });
  after(() => host?.stop());

  const at = (path: string, tenant = "aurum") => `${host.url}/t/${tenant}/coupons${path}`;
  async function check(code: string, headers: Record<string, string> = {}, tenant = "aurum") {
    const response = await fetch(at("/codes", tenant), {
      method: "POST",
      body: JSON.stringify({ code }),
      headers,
    });
    const body: Record<string, string> = JSON.parse(await response.text());
    return { status: response.status, body };
  }
  const etag = async (query: Record<string, string>, tenant?: string) =>
    (await fetch(at(`/picture?${new URLSearchParams({ w: "240", ...query })}`, tenant))).headers.get("etag");
  const first = async () =>
    (await owner.call<CodesPage>("GET", `${API}/code-lists/${list}/codes?q=SPRING`)).items[0];

  it("are drawn where they were checked, by everybody with the same address; the sample stands for all others", async () => {
    const { body } = await check("spring ");
    expect(body).to.include({ state: "valid", code: "SPRING" });
    const { grant = "" } = body;
    const [, values] = JSON.parse(Buffer.from(grant.split(".")[0] ?? "", "base64url").toString());
    expect(values).to.deep.equal({ code: "SPRING", discount: "20 %", label: "Spring" });
    expect((await check("SPRING")).body.grant).to.equal(grant);
    const sample = await etag({});
    const drawn = await etag({ code: "SPRING", grant });
    expect(drawn).not.to.equal(sample);
    const forged = `${Buffer.from(JSON.stringify([99_999, { code: "FREE" }])).toString("base64url")}.${grant.split(".")[1]}`;
    const not: Record<string, string>[] = [
      { code: "SPRING" },
      { code: "FREE", grant: forged },
      { code: "SPRING", grant: "x" },
    ];
    for (const none of not) expect(await etag(none), JSON.stringify(none)).to.equal(sample);
    // What another tenant's page granted is nothing here.
    const theirs = await check("SPRING", {}, "delta");
    expect(theirs.body.state).to.equal("valid");
    expect(await etag({ code: "SPRING", grant: theirs.body.grant ?? "" })).to.equal(sample);
    const page = await (await fetch(at(`?${new URLSearchParams({ code: "SPRING", grant })}`))).text();
    expect(/property="og:image" content="([^"]+)"/.exec(page)?.[1]).to.contain(`grant=${grant}`);
    expect(await (await fetch(at("?code=OTHER"))).text())
      .to.contain('value="OTHER"')
      .and.contain("This is a sample");
  });

  it("count once for a visitor, and are noted by nobody's name", async () => {
    await check("SPRING");
    expect((await first())?.uses).to.equal(1);
    const { db } = codeContext(host, owner);
    const noted = await db((trx) =>
      trx.many("select distinct person, source, outcome, validator from use where code = 'SPRING'"),
    );
    expect(noted).to.deep.equal([{ person: null, source: "public", outcome: "valid", validator: "Spring" }]);
  });

  it("that are not valid are told apart in the reader's language, with the tenant's own words first", async () => {
    for (const language of ["en", "ar", "uk"] as const) {
      const words = WORDS[language];
      const { body } = await check("NONE", { "accept-language": language });
      expect(body).to.deep.equal({ state: "unknown", code: "NONE", text: words.codes.unknown });
    }
    expect((await check("FULL")).body).to.deep.equal({ state: "used_up", code: "FULL", text: "All taken." });
    expect((await check("ЖЖ")).body).to.include({ state: "none", code: "" });
    const endpoint = await owner.call<ValidatorDetail>("POST", `${API}/code-endpoints`, {
      title: "Down",
      plan: {
        ...{ address: "https://10.0.0.1/{code}", method: "GET", headers: [], secretHeader: "", body: "" },
        ...{ bodyType: "json", values: {}, texts: {} },
        meanings: [{ statuses: "200", path: "", equals: "", means: "valid" }],
      },
    });
    await owner.call("PATCH", `${API}/code-validators/${endpoint.row.id}`, { active: true });
    const unsure = await check("NONE", { "accept-language": "de" });
    expect(unsure.body).to.deep.equal({ state: "unsure", code: "NONE", text: WORDS.de.codes.unsure });
    await owner.call("DELETE", `${API}/code-validators/${endpoint.row.id}`);
  });

  it("stand in the twelve languages of the bot, each in its direction, with its words whole and the way to the others", async () => {
    const blanks = (words: object): unknown =>
      Object.fromEntries(
        Object.entries(words).map(([key, text]) => [
          key,
          typeof text === "string" ? (text.match(/\{\w+\}/g) ?? []).sort() : blanks(text),
        ]),
      );
    for (const [language, words] of Object.entries(WORDS)) {
      expect(blanks(words), language).to.deep.equal(blanks(WORDS.en));
      const response = await fetch(at(""), {
        headers: { "accept-language": `xx, ${language}-XX;q=0.9, en;q=0.8` },
      });
      const page = await response.text();
      expect(response.headers.get("content-language")).to.equal(language);
      expect(page).to.contain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
      expect(page).to.contain(words.pageIntro).and.contain(`aria-label="${words.language}"`);
      expect(Buffer.byteLength(page), language).to.be.below(40_000);
    }
    expect(await (await fetch(at("?lang=ar"), { headers: { "accept-language": "de" } })).text()).to.contain(
      'dir="rtl"',
    );
  });

  it("are checked without JavaScript too: the form comes back with its picture, or with what is wrong", async () => {
    const send = async (code: string) => {
      const body = new URLSearchParams({ code, size: "square", lang: "de" });
      const response = await fetch(at("/codes"), { method: "POST", body, redirect: "manual" });
      return { status: response.status, location: response.headers.get("location") ?? "" };
    };
    const good = await send("spring");
    expect(good.status).to.equal(303);
    expect(good.location).to.match(/^\/t\/aurum\/coupons\?code=SPRING&size=square&lang=de&grant=/);
    const { location } = await send("nothing");
    expect(await (await fetch(host.url + location)).text()).to.contain(WORDS.de.codes.unknown);
  });

  it("are made, tried and switched on by a colleague, and found by a visitor", async () => {
    const browser = await startBrowser();
    try {
      const colleague = await Visitor.arrive(browser);
      const { page } = colleague;
      await colleague.signIn(host.port, "dash", "Olivia Aurum");
      await colleague.go("/codes");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByRole("menuitem", { name: "List of codes" }).click();
      await page.getByRole("button", { name: "Add codes" }).click();
      await page.getByRole("textbox", { name: "Codes" }).fill("summer 1, summer 2");
      await page.getByRole("button", { name: "Add 2 codes" }).click();
      await page.getByText("SUMMER-2").waitFor();
      expect(await colleague.findings()).to.deep.equal([]);
      await page.getByRole("button", { name: "Use it" }).click();
      await page.getByText("This is not asked yet").waitFor({ state: "detached" });
      await page.getByRole("link", { name: "All codes" }).click();
      await page.getByRole("button", { name: "Ask New list earlier" }).click();
      await page.getByRole("textbox", { name: "Code", exact: true }).fill("summer 2");
      await page.getByRole("button", { name: "Try" }).click();
      await page.getByText("This code is good").waitFor();
      expect(await colleague.findings()).to.deep.equal([]);
      expect(colleague.complaints()).to.deep.equal([]);

      const visitor = await Visitor.arrive(browser, { phone: true, scheme: "dark" });
      await visitor.page.goto(at(""));
      const show = async (code: string, said: string) => {
        await visitor.page.locator("#code").fill(code);
        await visitor.page.getByRole("button", { name: "Show" }).click();
        await visitor.page.getByText(said).waitFor();
      };
      await show("winter", WORDS.en.codes.unknown);
      expect(await visitor.page.getByRole("link", { name: "Download" }).isVisible()).to.equal(false);
      await show("summer 1", WORDS.en.good);
      await visitor.page.getByRole("link", { name: "Download" }).waitFor();
      expect(visitor.page.url()).to.contain("code=SUMMER-1&grant=");
      expect(await visitor.page.locator("#code-said").textContent()).to.equal("");
      expect(await visitor.findings()).to.deep.equal([]);
      expect(visitor.complaints()).to.deep.equal([]);
    } finally {
      await browser.close();
    }
  });

  it("are neither checked for another site nor tried out one after the other", async () => {
    expect((await check("A", { "sec-fetch-site": "cross-site" })).status).to.equal(403);
    const statuses: number[] = [];
    for (let tries = 0; tries < 25; tries += 1) statuses.push((await check(`T${tries}`)).status);
    expect(statuses.at(-1)).to.equal(429);
  });
});
