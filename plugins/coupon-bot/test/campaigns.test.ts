import { createHash, createHmac } from "node:crypto";
import { deflateSync } from "node:zlib";
import { expect } from "chai";
import sharp from "sharp";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import { OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../../../test/kit/host.ts";
import type { Campaign, CampaignPlan, Draws, EntriesPage } from "../campaigns/api.ts";
import { emailKey } from "../campaigns/emailKey.ts";
import { linkOn } from "../campaigns/entering.ts";
import { momentIn } from "../campaigns/moment.ts";

const BASE = "/api/p/coupon-bot";
const START = new Date("2026-06-01T10:00:00Z");

interface Told {
  status: number;
  headers: Headers;
  text: string;
  bytes: Buffer;
  json: Record<string, unknown>;
}

describe("campaigns and the public pages", () => {
  let clock: SteerableClock;
  let host: TestHost;
  let owner: Person;
  let other: Person;
  let campaign: Campaign;
  let png: Buffer;

  before(async () => {
    clock = new SteerableClock({ at: START, rate: 0 });
    host = await startTestHost({ clock, background: false, variables: { LOG_LEVEL: "silent" } });
    [owner, other] = await Promise.all([host.signIn(OWNER), host.signIn(OTHER_OWNER)]);
    await owner.call("POST", "/api/plugins/coupon-bot/enable", {
      together: ["journeys"],
      settings: { embedHosts: ["shop.example"] },
    });
    png = await sharp({ create: { width: 300, height: 200, channels: 3, background: "#2060a0" } })
      .png()
      .toBuffer();
  });
  after(() => host?.stop());

  const later = (milliseconds: number) => clock.set(new Date(clock.now().getTime() + milliseconds));
  /** Nobody in particular. */
  const visit = async (path: string, init: RequestInit = {}): Promise<Told> => {
    const response = await fetch(`${host.url}/t/aurum/coupons${path}`, init);
    const bytes = Buffer.from(await response.arrayBuffer());
    const text = bytes.toString("utf8");
    const json: unknown = text.startsWith("{") ? JSON.parse(text) : {};
    return { status: response.status, headers: response.headers, text, bytes, json: { ...Object(json) } };
  };
  const send = (path: string, body: Buffer | string, headers: Record<string, string> = {}) =>
    visit(path, { method: "POST", body, headers });
  const made = async (title: string, plan: Partial<CampaignPlan> = {}): Promise<Campaign> => {
    const draft = await owner.call<Campaign>("POST", `${BASE}/campaigns`, { title });
    const saved = await owner.ask<Campaign>(
      "PUT",
      `${BASE}/campaigns/${draft.id}`,
      { slug: draft.slug, plan: { ...draft.plan, ...plan } },
      { "if-match": draft.etag },
    );
    expect(saved.status, JSON.stringify(saved.body)).to.equal(200);
    return owner.call<Campaign>("POST", `${BASE}/campaigns/${draft.id}/open`);
  };
  const formOf = async ({ slug }: Campaign): Promise<string> => {
    const { form } = (await send(`/c/${slug}/form`, "")).json;
    later(4_000);
    return String(form);
  };
  const enter = async (at: Campaign, email: string, rest: Record<string, unknown> = {}): Promise<Told> => {
    const body = {
      form: await formOf(at),
      email,
      links: {},
      fit: "cover",
      consent: true,
      consentVersion: at.consentVersion,
      trap: "",
      ...rest,
    };
    return send(`/c/${at.slug}/entries`, JSON.stringify(body));
  };
  const code = ({ status, json }: Told) => [status, json.code];

  describe("the generator", () => {
    it("is a page with the picture in it, for those who show its link too, and runs only its own script", async () => {
      const { status, text, headers } = await visit("?code=save%2020%22%3E%3Cscript%3E");
      expect(status).to.equal(200);
      expect(text).to.contain("SAVE-20SCRIPT");
      expect(text).not.to.contain('"><script>');
      const image = /property="og:image" content="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
      expect(image).to.contain(`${host.url}/t/aurum/coupons/picture?template=`);
      const picture = await fetch(image);
      expect(picture.headers.get("content-type")).to.equal("image/jpeg");
      const { width, height } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
      expect([width, height]).to.deep.equal([1080, 1080]);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).to.contain("frame-ancestors 'self' https://shop.example");
      expect(policy)
        .to.match(/script-src 'sha256-/)
        .and.not.contain("unsafe");
      expect(headers.get("x-frame-options")).to.equal(null);
      const script = /<script>([\s\S]*)<\/script>/.exec(text)?.[1] ?? "";
      expect(policy).to.contain(createHash("sha256").update(script).digest("base64"));
      expect(script.length).to.be.below(30_000);
    });

    it("draws with the visitor's logo, which nobody else's address finds", async () => {
      const plain = await visit("/picture?code=A&w=240");
      const { json } = await send("/logos", png);
      const own = await visit(`/picture?code=A&w=240&logo=${json.id}`);
      expect(own.status).to.equal(200);
      expect(own.bytes.equals(plain.bytes)).to.equal(false);
      const again = await visit("/picture?code=A&w=240", {
        headers: { "if-none-match": plain.headers.get("etag") ?? "" },
      });
      expect(again.status).to.equal(304);
    });

    it("speaks the reader's language", async () => {
      const german = await visit("", { headers: { "accept-language": "fr;q=0.4, de-AT" } });
      expect(german.text).to.contain('lang="de"').and.contain("Dein Code als Bild");
      expect((await visit("?lang=es")).text).to.contain("Tu código en una imagen");
    });

    it("is not there for a tenant without the plugin", async () => {
      const { status } = await fetch(`${host.url}/t/delta/coupons`, { headers: { accept: "text/html" } });
      expect(status).to.equal(404);
    });
  });

  describe("entries", () => {
    before(async () => {
      campaign = await made("Summer photos", {
        platforms: ["instagram", "telegram"],
        overlay: "0190c000-0000-4000-8000-000000000004",
        winners: 2,
        ends: "2026-06-10T12:00",
      });
    });

    it("are shown only once the campaign is open", async () => {
      const draft = await owner.call<Campaign>("POST", `${BASE}/campaigns`, { title: "Secret" });
      expect((await visit(`/c/${draft.slug}`)).status).to.equal(404);
      const open = await visit(`/c/${campaign.slug}`);
      expect(open.text).to.contain("Summer photos").and.contain(campaign.seedHash);
    });

    it("come with a picture, fitted to 2000 × 2000 under the overlay", async () => {
      const { status, json } = await send(`/c/${campaign.slug}/pictures`, png);
      expect(status).to.equal(201);
      const whole = await visit(`/c/${campaign.slug}/pictures/${json.id}?fit=contain&download=1`);
      const { width, height, format } = await sharp(whole.bytes).metadata();
      expect([width, height, format]).to.deep.equal([2000, 2000, "jpeg"]);
      expect(whole.headers.get("content-disposition")).to.contain("summer-photos.jpg");
      const entered = await enter(campaign, "Anna@Example.com", {
        picture: json.id,
        links: { instagram: "@anna", telegram: "t.me/anna" },
      });
      expect(entered.status, entered.text).to.equal(201);
      expect(entered.json.number).to.equal(1);
      const { items } = await owner.call<EntriesPage>("GET", `${BASE}/campaigns/${campaign.id}/entries`);
      expect(items[0]).to.include({ number: 1, email: "Anna@Example.com", picture: true, consentVersion: 1 });
      expect(items[0]?.consentText).to.equal(campaign.plan.consent);
      expect(items[0]?.links).to.deep.equal({
        instagram: "https://instagram.com/anna",
        telegram: "https://t.me/anna",
      });
    });

    it("are refused where they are none, each with what is wrong", async () => {
      const { json } = await send(`/c/${campaign.slug}/pictures`, png);
      const picture = String(json.id);
      const form = await formOf(campaign);
      expect(code(await enter(campaign, "anna+2@example.com", { picture }))).to.deep.equal([
        409,
        "entry.twice",
      ]);
      expect(code(await enter(campaign, "b@example.com"))).to.deep.equal([422, "entry.picture"]);
      expect(code(await enter(campaign, "no address", { picture }))).to.deep.equal([422, "entry.email"]);
      expect(code(await enter(campaign, "b@example.com", { picture, consent: false }))).to.deep.equal([
        422,
        "entry.consent",
      ]);
      expect(code(await enter(campaign, "b@example.com", { picture, consentVersion: 9 }))).to.deep.equal([
        409,
        "entry.consent-changed",
      ]);
      expect(
        code(
          await enter(campaign, "b@example.com", { picture, links: { instagram: "https://evil.example/x" } }),
        ),
      ).to.deep.equal([422, "entry.link"]);
      const trapped = await enter(campaign, "b@example.com", { picture, trap: "Acme", form });
      expect(code(trapped)).to.deep.equal([422, "entry.form"]);
    });

    it("need a form of this campaign that was read for a moment, and each form enters once", async () => {
      const other = await made("Another", { pictureNeeded: false });
      const one = await formOf(other);
      const sent = (email: string, form: string) => enter(other, email, { form });
      expect(code(await sent("c@example.com", await formOf(campaign)))).to.deep.equal([422, "entry.form"]);
      const { form: fresh } = (await send(`/c/${other.slug}/form`, "")).json;
      const quick = {
        form: fresh,
        email: "c@example.com",
        links: {},
        fit: "cover",
        consent: true,
        consentVersion: 1,
        trap: "",
      };
      expect(code(await send(`/c/${other.slug}/entries`, JSON.stringify(quick)))).to.deep.equal([
        422,
        "entry.early",
      ]);
      // Twice at the same time: the second finds that the first has it.
      const both = await Promise.all([sent("c@example.com", one), sent("d@example.com", one)]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal([201, 409]);
    });

    it("are not sent by another site's page, and not without end by one address", async () => {
      const foreign = await send(`/c/${campaign.slug}/form`, "", { "sec-fetch-site": "cross-site" });
      expect(code(foreign)).to.deep.equal([403, "page.cross_site"]);
      const codes = new Set<unknown>();
      for (let times = 0; times < 22; times++)
        codes.add((await send(`/c/${campaign.slug}/entries`, "{}")).json.code);
      expect([...codes]).to.include("rate.limited");
    });
  });

  describe("hostile uploads", () => {
    const bomb = () => {
      const chunk = (type: string, data: Buffer) => {
        const body = Buffer.concat([Buffer.from(type), data]);
        const length = Buffer.alloc(4);
        length.writeUInt32BE(data.length);
        return Buffer.concat([length, body, Buffer.alloc(4)]);
      };
      const head = Buffer.alloc(13);
      head.writeUInt32BE(50_000, 0);
      head.writeUInt32BE(50_000, 4);
      head.set([8, 2, 0, 0, 0], 8);
      const pixels = deflateSync(Buffer.alloc(1_000_000));
      return Buffer.concat([
        Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
        chunk("IHDR", head),
        chunk("IDAT", pixels),
        chunk("IEND", Buffer.alloc(0)),
      ]);
    };

    it("are refused clearly, and before anything is kept of them", async () => {
      const at = `/c/${campaign.slug}/pictures`;
      const rows = () => host.database.system((trx) => trx.many("select 1 from upload"), "p_coupon_bot");
      const before = (await rows()).length;
      const cases: [name: string, body: Buffer, expected: [number, string]][] = [
        [
          "an SVG",
          Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
          [422, "upload.type"],
        ],
        ["a web page", Buffer.from("<html><script>alert(1)</script>"), [422, "upload.type"]],
        ["nothing", Buffer.alloc(0), [422, "upload.type"]],
        ["50,000 pixels wide", bomb(), [422, "upload.dimensions"]],
        ["cut off", png.subarray(0, 60), [422, "upload.unreadable"]],
        ["10 MB and one byte", Buffer.alloc(10 * 1024 * 1024 + 1), [413, "request.too_large"]],
      ];
      for (const [name, body, expected] of cases) {
        const told = await send(at, body);
        expect([name, ...code(told)]).to.deep.equal([name, ...expected]);
      }
      expect((await rows()).length).to.equal(before);
    });
  });

  describe("the draw", () => {
    let drawn: Campaign;
    before(async () => {
      drawn = await made("To be drawn", { pictureNeeded: false, platforms: [], winners: 2 });
      // Beside the page, whose pace the tests before have used up.
      await host.database.system(async (trx) => {
        for (let number = 1; number <= 7; number++)
          await trx.run(
            `insert into entry (tenant_id, id, campaign_id, number, email, email_key, receipt_hash, form_nonce, consent_version, consent_text, entered_at)
             values ($1, gen_random_uuid(), $2, $3::int, $4, $4, $5, 'form ' || $3::int, 1, 'yes', $6)`,
            [owner.tenantId, drawn.id, number, `p${number}@example.com`, sha256(`receipt ${number}`), START],
          );
        await trx.run("update campaign set last_number = 7 where id = $1", [drawn.id]);
      }, "p_coupon_bot");
    });
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    const draws = () => owner.call<Draws>("GET", `${BASE}/campaigns/${drawn.id}/draws`);

    it("waits for the end, and tells the seed only then", async () => {
      const early = await owner.ask("POST", `${BASE}/campaigns/${drawn.id}/draws`);
      expect([early.status, early.body.code]).to.deep.equal([409, "draw.early"]);
      expect(await draws()).to.not.have.property("seed");
      expect((await visit(`/c/${drawn.slug}/draw`)).json).to.not.have.property("seed");
    });

    it("leaves out who was disqualified, with the reason, and comes out as anybody computes it", async () => {
      const entries = await owner.call<EntriesPage>("GET", `${BASE}/campaigns/${drawn.id}/entries?q=p3`);
      const id = entries.items[0]?.id ?? "";
      await owner.call("POST", `${BASE}/campaign-entries/${id}/decisions`, {
        state: "disqualified",
        reason: "A robot",
      });
      await owner.call("POST", `${BASE}/campaigns/${drawn.id}/close`);
      await owner.call("POST", `${BASE}/campaigns/${drawn.id}/draws`);
      // What follows knows nothing but the public answer.
      const { json } = await visit(`/c/${drawn.slug}/draw`);
      const [seed, list] = [String(json.seed), String(json.list)];
      expect(sha256(seed)).to.equal(drawn.seedHash);
      expect(sha256(list)).to.equal(json.listHash);
      const numbers = list
        .trim()
        .split("\n")
        .map((line) => Number(line.split(" ")[0]));
      expect(numbers).to.deep.equal([1, 2, 4, 5, 6, 7]);
      expect(list).to.contain(`4 ${sha256("receipt 4")}\n`);
      const place = (n: number) =>
        createHmac("sha256", seed)
          .update(`${sha256(list)} ${n}`)
          .digest("hex");
      const order = [...numbers].sort((a, b) => (place(a) < place(b) ? -1 : 1));
      expect(json.winners).to.deep.equal(order.slice(0, 2));
      expect(JSON.stringify(json)).not.to.contain("example.com");

      const twice = await owner.ask("POST", `${BASE}/campaigns/${drawn.id}/draws`);
      expect(twice.body.code).to.equal("draw.done");
      const again = await owner.call<Draws>("POST", `${BASE}/campaigns/${drawn.id}/redraws`, {
        replaces: order[0],
        reason: "Did not answer",
      });
      expect(again.winners.map(({ number }) => number)).to.deep.equal([order[2], order[1]]);
      const late = await owner.ask("POST", `${BASE}/campaigns/${drawn.id}/redraws`, {
        replaces: order[0],
        reason: "Again",
      });
      expect(late.body.code).to.equal("draw.no_winner");
    });

    it("stands when a winner is erased, and nothing of the person is left", async () => {
      const before = (await visit(`/c/${drawn.slug}/draw`)).json;
      const { winners } = await draws();
      const [first] = winners;
      await owner.call("DELETE", `${BASE}/campaign-entries/${first?.entryId}`);
      const after = (await visit(`/c/${drawn.slug}/draw`)).json;
      expect(after).to.deep.equal(before);
      const rows = await host.database.system((trx) => trx.many("select * from entry"), "p_coupon_bot");
      expect(JSON.stringify(rows)).not.to.contain(String(first?.email));
    });

    it("can no more be prepared by changing what was announced", async () => {
      const now = await owner.call<Campaign>("GET", `${BASE}/campaigns/${drawn.id}`);
      const answer = await owner.ask(
        "PUT",
        `${BASE}/campaigns/${drawn.id}`,
        { slug: now.slug, plan: { ...now.plan, winners: 9 } },
        { "if-match": now.etag },
      );
      expect(answer.body.code).to.equal("campaign.drawn");
    });
  });

  describe("afterwards", () => {
    it("another tenant sees and changes nothing of it", async () => {
      await other.call("POST", "/api/plugins/coupon-bot/enable", { settings: {}, together: ["journeys"] });
      const asOther = [
        ["GET", `/campaigns/${campaign.id}`],
        ["GET", `/campaigns/${campaign.id}/draws`],
        ["POST", `/campaigns/${campaign.id}/close`],
        ["POST", `/campaigns/${campaign.id}/draws`],
      ] as const;
      for (const [method, path] of asOther)
        expect((await other.ask(method, `${BASE}${path}`)).status, path).to.equal(404);
      const { items } = await other.call<EntriesPage>("GET", `${BASE}/campaigns/${campaign.id}/entries`);
      expect(items).to.deep.equal([]);
      const { status } = await fetch(`${host.url}/t/delta/coupons/c/${campaign.slug}`);
      expect(status).to.equal(404);
    });

    it("forgets after a day what nobody entered with, and keeps what somebody did", async () => {
      const count = async () => {
        const rows = await host.database.system(
          (trx) =>
            trx.many<{ used: boolean }>(
              "select exists (select 1 from entry e where e.upload_id = u.id) as used from upload u",
            ),
          "p_coupon_bot",
        );
        return rows.map(({ used }) => used).sort();
      };
      expect(await count()).to.include(false);
      later(2 * 86_400_000);
      const run = { at: clock.now(), timeoutMs: 20_000, caughtUp: false };
      await host.runtime.runJob("coupon-bot", "uploads", run);
      expect(await count()).to.deep.equal([true]);
      const { items } = await owner.call<EntriesPage>("GET", `${BASE}/campaigns/${campaign.id}/entries`);
      expect(items[0]?.picture).to.equal(true);
    });

    it("is over on time by the tenant's clock", async () => {
      later(20 * 86_400_000);
      expect((await visit(`/c/${campaign.slug}`)).text).to.contain("This campaign is over");
      expect(code(await send(`/c/${campaign.slug}/pictures`, png))).to.deep.equal([409, "entry.ended"]);
    });
  });
});

describe("what people type", () => {
  it("leads to a platform or nowhere", () => {
    expect(linkOn("instagram", "@anna.b")).to.equal("https://instagram.com/anna.b");
    expect(linkOn("tiktok", "anna")).to.equal("https://tiktok.com/@anna");
    expect(linkOn("x", "http://www.twitter.com/anna")).to.equal("https://www.twitter.com/anna");
    expect(linkOn("x", "https://x.com.evil.example/anna")).to.equal(undefined);
    expect(linkOn("website", "javascript:alert(1)")).to.equal(undefined);
    expect(linkOn("website", "anna.example/me")).to.equal("https://anna.example/me");
  });

  it("is one inbox in several spellings", () => {
    expect(emailKey(" A.nna+x@GoogleMail.com")).to.equal(emailKey("anna@gmail.com"));
    expect(emailKey("a.nna@example.com")).not.to.equal(emailKey("anna@example.com"));
  });

  it("is a moment on a zone's clock, also around a change of the clocks", () => {
    const at = (wall: string) => momentIn(wall, "Europe/Berlin").toISOString();
    expect(at("2026-01-10T12:00")).to.equal("2026-01-10T11:00:00.000Z");
    expect(at("2026-03-29T03:30")).to.equal("2026-03-29T01:30:00.000Z");
    expect(at("2026-10-25T12:00")).to.equal("2026-10-25T11:00:00.000Z");
  });
});
