import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Transaction } from "@promostack/core";
import { expect } from "chai";
import sharp from "sharp";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import {
  OTHER_OWNER,
  OWNER,
  type Person,
  startTestHost,
  type TestHost,
  VIEWER,
} from "../../../test/kit/host.ts";
import type { Campaign } from "../campaigns/api.ts";
import { isFrame } from "../public/overlay.ts";
import type { Layer } from "../template/layer.ts";
import type { Template } from "../template/template.ts";
import type {
  AssetList,
  Finding,
  GalleryList,
  ListedAsset,
  TemplateDetail,
  TemplateList,
  VersionPage,
} from "../templates/api.ts";
import { deleteAsset } from "../templates/assets.ts";
import { STARTERS } from "../templates/starters.ts";
import { purgeTenant } from "../tenantData.ts";
import { sketch, words } from "./pictures/sketch.ts";

const BASE = "/api/p/coupon-bot";
const START = new Date("2026-06-01T10:00:00Z");
const MB = 1_048_576;
const require = createRequire(import.meta.url);
const FONT = "@fontsource/bebas-neue/files/bebas-neue-latin-400-normal.woff2";

describe("templates", () => {
  let clock: SteerableClock;
  let host: TestHost;
  let owner: Person;
  let viewer: Person;
  let other: Person;
  let png: Buffer;

  before(async () => {
    clock = new SteerableClock({ at: START, rate: 0 });
    host = await startTestHost({ clock, background: false, variables: { LOG_LEVEL: "silent" } });
    [owner, viewer, other] = await Promise.all([
      host.signIn(OWNER),
      host.signIn(VIEWER),
      host.signIn(OTHER_OWNER),
    ]);
    await Promise.all(
      [owner, other].map((each) =>
        each.call("POST", "/api/plugins/coupon-bot/enable", {
          settings: { link: "https://shop.example/?c={code}", linkTags: false },
          together: ["journeys"],
        }),
      ),
    );
    png = await sharp({ create: { width: 300, height: 200, channels: 3, background: "#2060a0" } })
      .png()
      .toBuffer();
  });
  after(() => host?.stop());

  const bytesAt = async (who: Person, path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${who.token}`, "x-tenant": who.tenantId, ...init.headers };
    const response = await fetch(`${host.url}${path}`, { ...init, headers });
    return {
      status: response.status,
      headers: response.headers,
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const upload = async (
    content: Uint8Array,
    kind = "picture",
    who = owner,
    type = "application/octet-stream",
  ) => {
    const { status, bytes } = await bytesAt(who, `${BASE}/assets?kind=${kind}&name=..%2Fphoto.png`, {
      method: "POST",
      body: Buffer.from(content),
      headers: { "content-type": type },
    });
    const body: ListedAsset & { code?: string; detail?: string; hint?: string } = JSON.parse(
      bytes.toString(),
    );
    return { status, body };
  };
  const made = (from: unknown = "blank", name?: string) =>
    owner.call<TemplateDetail>("POST", `${BASE}/templates`, { from, ...(name !== undefined && { name }) });
  const save = (id: string, draft: unknown, etag: string, who = owner) =>
    who.ask<Record<string, unknown> & { etag: string }>(
      "PUT",
      `${BASE}/templates/${id}/draft`,
      { draft },
      { "if-match": etag },
    );
  const publish = (id: string) => owner.ask("POST", `${BASE}/templates/${id}/publish`);
  const list = async (who = owner) => (await who.call<TemplateList>("GET", `${BASE}/templates`)).items;
  const withPhoto = (asset: string): Template =>
    sketch([words("{code}"), { id: "photo", kind: "image", x: 0, y: 0, width: 50, height: 50, asset }]);

  describe("drafts and versions", () => {
    it("begin from the gallery, which has a picture of every size", async () => {
      const { items } = await viewer.call<GalleryList>("GET", `${BASE}/gallery`);
      expect(items).to.have.length(13);
      const [first] = items;
      const look = first?.pictures.find(({ size }) => size === "story");
      const picture = await bytesAt(viewer, `${look?.url}&w=240`);
      const { format, width, height } = await sharp(picture.bytes).metadata();
      expect([format, width, height]).to.deep.equal(["jpeg", 240, 427]);
      const template = await made({ gallery: first?.id }, "Ours");
      expect(template).to.deep.include({ name: "Ours", publishedVersion: null, sizes: first?.sizes });
      const own = await bytesAt(
        viewer,
        `${template.pictures.find(({ size }) => size === "story")?.url}&w=240`,
      );
      expect(own.bytes.equals(picture.bytes), "the same drawing").to.equal(true);
      expect(own.headers.get("cache-control")).to.contain("immutable");
    });

    it("keep the first of two who edit, and show the second what the first saved", async () => {
      const { id, etag } = await made();
      const mine = await save(id, sketch([words("first {code}")]), etag);
      expect(mine.status).to.equal(200);
      const late = await save(id, sketch([words("second {code}")]), etag);
      expect([late.status, late.body.code]).to.deep.equal([412, "edit.conflict"]);
      expect(JSON.stringify(late.body.details)).to.contain("first {code}");
      expect((await save(id, sketch([words("second {code}")]), mine.body.etag)).status).to.equal(200);
      const blind = await owner.ask("PUT", `${BASE}/templates/${id}/draft`, { draft: sketch([]) });
      expect(blind.status).to.equal(428);
    });

    it("are published once by two who press at once", async () => {
      const { id } = await made();
      const both = await Promise.all([publish(id), publish(id)]);
      expect(both.map(({ body }) => body.version)).to.deep.equal([1, 1]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 201]);
    });

    it("say where what is no template goes wrong", async () => {
      const { id, etag } = await made();
      const answer = await save(id, sketch([words("{code}", { size: { smallest: 90, largest: 20 } })]), etag);
      expect([answer.status, answer.body.code]).to.deep.equal([422, "template.invalid"]);
      expect(JSON.stringify(answer.body.details)).to.contain("/layers/0/size/smallest");
    });

    it("publish once what did not change, and keep each version as it was", async () => {
      const { id, etag } = await made("blank", "Versions");
      expect((await publish(id)).body).to.deep.include({ version: 1, added: true });
      expect((await publish(id)).body).to.deep.include({ version: 1, added: false });
      const { pictures } =
        (await owner.call<VersionPage>("GET", `${BASE}/templates/${id}/versions`)).items[0] ?? {};
      const before = await bytesAt(owner, `${pictures?.[0]?.url}&w=240`);
      await save(id, sketch([words("changed {code}")]), etag);
      expect((await list()).find((each) => each.id === id)).to.include({
        publishedVersion: 1,
        draftDiffers: true,
      });
      await publish(id);
      const after = await bytesAt(owner, `${pictures?.[0]?.url}&w=240`);
      expect(after.bytes.equals(before.bytes)).to.equal(true);
      const restored = await owner.call<TemplateDetail>("POST", `${BASE}/templates/${id}/versions/1/restore`);
      expect(restored).to.include({ publishedVersion: 2, draftDiffers: true });
      const layer = restored.draft.layers[0];
      expect(layer?.kind === "text" && layer.text).to.equal("{code}");
    });
  });

  describe("assets", () => {
    it("are pictures, logos and fonts as the intake makes them; the same file is the same asset", async () => {
      const { status, body } = await upload(png, "picture", owner, "image/png");
      expect(status).to.equal(201);
      expect(body).to.include({ kind: "picture", name: "photo.png", width: 300, height: 200 });
      const again = await upload(png);
      expect([again.status, again.body.id]).to.deep.equal([200, body.id]);
      const content = await bytesAt(viewer, body.url);
      expect((await sharp(content.bytes).metadata()).width).to.equal(300);
      expect(content.headers.get("content-security-policy")).to.contain("sandbox");
      const font = await upload(await readFile(require.resolve(FONT)), "font");
      expect(font.body.family).to.match(/^Bebas Neue/);
    });

    it("are refused where they are too large, of a wrong type, or nothing, and by viewers", async () => {
      const code = async (content: Uint8Array, ...rest: [string?, Person?, string?]) => {
        const { status, body } = await upload(content, ...rest);
        return [status, body.code];
      };
      expect(await code(Buffer.alloc(10 * MB + 1))).to.deep.equal([413, "request.too_large"]);
      expect(await code(Buffer.alloc(10 * MB))).to.deep.equal([422, "upload.type"]);
      expect(await code(Buffer.alloc(5 * MB + 1), "font")).to.deep.equal([422, "upload.too_large"]);
      expect(await code(Buffer.alloc(0))).to.deep.equal([422, "upload.type"]);
      expect(await code(png, "font")).to.deep.equal([422, "upload.type"]);
      expect(await code(Buffer.from("<svg xmlns='x'><script>1</script></svg>"), "logo")).to.deep.equal([
        422,
        "upload.unsafe",
      ]);
      expect(await code(Buffer.from("%PDF-1.7"), "picture", owner, "application/pdf")).to.deep.equal([
        415,
        "request.wrong_type",
      ]);
      expect((await code(png, "picture", viewer))[0]).to.equal(403);
    });

    it("stay while a template uses them, in its draft or in a version, and go with their file after that", async () => {
      const { body: asset } = await upload(await sharp(png).negate().png().toBuffer());
      const { id, etag } = await made("blank", "With a photo");
      const saved = await save(id, withPhoto(asset.id), etag);
      await publish(id);
      await save(id, sketch([words("{code}")]), saved.body.etag);
      const inUse = await owner.ask("DELETE", `${BASE}/assets/${asset.id}`);
      expect([inUse.status, inUse.body.code]).to.deep.equal([409, "asset.in_use"]);
      expect(inUse.body.detail).to.contain("With a photo");
      const { body: unused } = await upload(await sharp(png).grayscale().png().toBuffer());
      expect((await owner.ask("DELETE", `${BASE}/assets/${unused.id}`)).status).to.equal(204);
      expect((await bytesAt(owner, unused.url)).status).to.equal(404);
    });

    it("leave no file behind where their row never came, and lose none that somebody stored again", async () => {
      const rows = <Row extends object>(text: string) =>
        host.database.system((trx) => trx.many<Row>(text), "p_coupon_bot");
      const unnamed = async () =>
        (await rows<{ key: string }>("select file_key as key from unnamed_file order by stored_at")).map(
          ({ key }) => key,
        );
      const isThere = async (key: string) => {
        const [tenant = "", name = ""] = key.split("/");
        const file = path.join(host.config.dataDir, "files", tenant, name.slice(0, 2), name);
        return stat(file).then(
          () => true,
          () => false,
        );
      };
      const sweep = (hours: number) => {
        clock.set(new Date(clock.now().getTime() + hours * 3_600_000));
        const run = { at: clock.now(), timeoutMs: 10_000, caughtUp: false };
        return host.runtime.runJob("coupon-bot", "uploads", run);
      };
      const [lost, kept] = await Promise.all(
        [90, 180].map((hue) => sharp(png).modulate({ hue }).png().toBuffer()),
      );
      const change = (text: string) =>
        host.database.owner((trx) => trx.run(`alter table p_coupon_bot.asset ${text}`));
      await change("add constraint never check (name = '') not valid");
      for (const picture of [lost, kept]) expect((await upload(picture ?? png)).status).to.equal(500);
      await change("drop constraint never");
      const [first = "", second = ""] = await unnamed();
      expect([await isThere(first), await isThere(second)]).to.deep.equal([true, true]);
      const { body: again } = await upload(kept ?? png);
      expect(await unnamed(), "what has a name is not noted").to.deep.equal([first]);
      await sweep(23);
      expect(await isThere(first), "somebody may still be about to name it").to.equal(true);
      await sweep(2);
      expect([await isThere(first), await isThere(second)]).to.deep.equal([false, true]);
      expect(await unnamed()).to.deep.equal([]);
      expect((await bytesAt(owner, again.url)).status).to.equal(200);
      // A delete whose second half never came: the row is gone, the file is not.
      await host.database.tenant(owner.tenantId, (trx) => deleteAsset(trx, again.id, owner), "p_coupon_bot");
      expect(await isThere(second)).to.equal(true);
      await sweep(1);
      expect(await isThere(second)).to.equal(false);
    });

    it("are missed before a template is published, not by the people who get it", async () => {
      const { id, etag } = await made();
      await save(id, withPhoto("0190a000-0000-7000-8000-00000000000a"), etag);
      const answer = await publish(id);
      expect([answer.status, answer.body.code]).to.deep.equal([422, "template.problems"]);
      expect(JSON.stringify(answer.body.details)).to.contain("/layers/1/asset");
      const { body: font } = await upload(await readFile(require.resolve(FONT)), "font");
      const checked = await owner.call<{ items: Finding[] }>("POST", `${BASE}/template-checks`, {
        template: sketch([
          ...withPhoto(font.id).layers,
          words("{kode} {kode} {name|friend} {#off}{off} off{/off} {link}", { id: "wrong" }),
        ]),
      });
      expect(checked.items.map(({ severity, layer }) => [severity, layer])).to.deep.equal([
        ["error", "photo"],
        ["warning", "wrong"],
      ]);
    });
  });

  describe("files", () => {
    const importing = (file: unknown, who = owner) =>
      who.ask<TemplateDetail & { code?: string; detail?: string }>("POST", `${BASE}/templates/import`, {
        file,
      });

    it("carry a template with its pictures to another tenant, who gets the same picture", async () => {
      const { body: asset } = await upload(await sharp(png).blur(3).png().toBuffer());
      const { id, etag } = await made("blank", "Für alle");
      await save(id, withPhoto(asset.id), etag);
      const exported = await owner.ask("GET", `${BASE}/templates/${id}/export`);
      expect(exported.headers.get("content-disposition")).to.contain("fu-r-alle.coupon.json");
      const { status, body } = await importing(exported.body, other);
      expect([status, body.name]).to.deep.equal([201, "Für alle"]);
      expect(Object.keys(body.assets)).to.have.length(1).and.not.include(asset.id);
      const [theirs, ours] = await Promise.all([
        bytesAt(other, `${body.pictures[0]?.url}&w=240`),
        bytesAt(owner, `${BASE}/templates/${id}/picture?size=square&w=240`),
      ]);
      expect(theirs.bytes.equals(ours.bytes)).to.equal(true);
    });

    it("are read like anything hostile, and nothing is kept of what is refused", async () => {
      const before = await Promise.all([list(), owner.call<AssetList>("GET", `${BASE}/assets`)]);
      const file = (rest: Record<string, unknown> = {}) => ({
        promostack: "coupon-template",
        name: "Hostile",
        template: withPhoto("photo"),
        assets: [picture("photo", png)],
        ...rest,
      });
      const picture = (id: string, content: Buffer, kind = "picture") => ({
        id,
        kind,
        name: `${id}.png`,
        content: content.toString("base64"),
      });
      const script = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>");
      const both = {
        ...withPhoto("photo"),
        layers: [...withPhoto("photo").layers, words("{code}", { id: "b", typeface: { asset: "font" } })],
      };
      const cases: [string, unknown, string, RegExp][] = [
        ["no object", [], "import.not_a_template", /not an exported/],
        ["a journey", file({ promostack: "journey" }), "import.not_a_template", /not an exported/],
        [
          "from tomorrow",
          file({ template: { ...withPhoto("photo"), format: 2 } }),
          "import.newer_format",
          /format 2/,
        ],
        ["more than it says", file({ extra: 1 }), "import.broken", /additional/],
        [
          "no base64",
          file({ assets: [{ ...picture("photo", png), content: "<svg>" }] }),
          "import.broken",
          /content/,
        ],
        [
          "two of one id",
          file({ assets: [picture("photo", png), picture("photo", png)] }),
          "import.broken",
          /two files/,
        ],
        ["one that is missing", file({ assets: [] }), "import.broken", /not in it/],
        ["no template", file({ template: { format: 1 } }), "template.invalid", /cannot be used/],
        [
          "a script",
          file({ assets: [picture("photo", script)] }),
          "upload.unsafe",
          /“photo.png” in the file/,
        ],
        [
          "a font that is none, after a good picture",
          file({
            template: both,
            assets: [
              picture("photo", await sharp(png).rotate(90).png().toBuffer()),
              picture("font", png, "font"),
            ],
          }),
          "upload.type",
          /“font.png”/,
        ],
      ];
      for (const [what, hostile, code, detail] of cases) {
        const { status, body } = await importing(hostile);
        expect([status, body.code], what).to.deep.equal([422, code]);
        expect(body.detail, what).to.match(detail);
      }
      const large = await importing(file({ name: "x".repeat(24_000_000) }));
      expect(large.status).to.equal(413);
      expect((await importing(file(), viewer)).status).to.equal(403);
      const after = await Promise.all([list(), owner.call<AssetList>("GET", `${BASE}/assets`)]);
      expect(after).to.deep.equal(before);
    });
  });

  describe("what people get", () => {
    const offered = async (who = owner) => {
      const slug = who === owner ? "aurum" : "delta";
      const page = await (await fetch(`${host.url}/t/${slug}/coupons`)).text();
      return [...page.matchAll(/name="template" value="([^"]+)"/g)].map(([, id]) => id);
    };
    const shownAt = async (path: string) => {
      const response = await fetch(`${host.url}/t/aurum/coupons${path}`);
      expect(response.headers.get("content-type"), path).to.equal("image/jpeg");
      return Buffer.from(await response.arrayBuffer());
    };
    const clear = async () => {
      for (const { id } of await list()) await owner.call("DELETE", `${BASE}/templates/${id}`);
    };
    beforeEach(clear);

    it("are starters until one is published, then the tenant's own in their order, as they were published", async () => {
      const starters = await offered();
      expect(starters).to.have.length(3);
      const [first, second] = [await made("blank", "First"), await made("blank", "Second")];
      expect(await offered(), "drafts are nobody's").to.deep.equal(starters);
      await publish(first.id);
      expect(await offered()).to.deep.equal([first.id]);
      await publish(second.id);
      await owner.call("PATCH", `${BASE}/templates/${second.id}`, { position: 0 });
      expect(await offered()).to.deep.equal([second.id, first.id]);
      expect((await list()).map(({ name, position }) => [name, position])).to.deep.equal([
        ["Second", 0],
        ["First", 1],
      ]);
      const shown = () => shownAt(`/picture?template=${first.id}&w=240`);
      const before = await shown();
      await save(first.id, sketch([words("{code} now")]), first.etag);
      expect((await shown()).equals(before), "the draft is not published").to.equal(true);
      await publish(first.id);
      expect((await shown()).equals(before)).to.equal(false);
      await owner.call("POST", `${BASE}/templates/${first.id}/unpublish`);
      await owner.call("POST", `${BASE}/templates/${second.id}/unpublish`);
      expect(await offered()).to.deep.equal(starters);
    });

    it("are read once a version, and follow at once what another replica publishes", async () => {
      const { id } = await made("blank", "Followed");
      await publish(id);
      const shown = () => shownAt(`/picture?template=${id}&w=240`);
      const before = await shown();
      const elsewhere = (text: string, document: Template) =>
        host.database.system((trx) => trx.run(text, [id, JSON.stringify(document)]), "p_coupon_bot");
      const next = sketch([words("{code} next")]);
      // A version never changes: only who reads it again would see this.
      await elsewhere("update template_version set document = $2 where template_id = $1", next);
      expect((await shown()).equals(before)).to.equal(true);
      await elsewhere(
        `with added as (insert into template_version select tenant_id, template_id, 2, $2::jsonb, '{}', now(), ''
           from template_version where template_id = $1)
         update template set published = 2 where id = $1`,
        next,
      );
      expect((await shown()).equals(before)).to.equal(false);
    });

    it("have the tenant's link with the code in it, as the editor's preview shows it", async () => {
      const { id, etag } = await made("blank", "To scan");
      const qr: Layer = {
        id: "qr",
        kind: "qr",
        x: 20,
        y: 20,
        width: 60,
        height: 60,
        text: "{link}",
        colour: "#000000",
      };
      const template = sketch([words("{code}", { y: 82, height: 12 }), qr]);
      await save(id, template, etag);
      await publish(id);
      const link = "https://shop.example/?c=SAVE-10";
      const preview = await bytesAt(owner, `${BASE}/template-previews`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ template, size: "square", code: "SAVE-10", values: { link }, width: 240 }),
      });
      expect(preview.headers.get("content-type")).to.equal("image/jpeg");
      expect((await shownAt(`/picture?template=${id}&w=240`)).equals(preview.bytes)).to.equal(true);
    });

    it("come back as they were when a delete is undone, and go for good after thirty days", async () => {
      const { id } = await made("blank", "Undone");
      await publish(id);
      await owner.call("PATCH", `${BASE}/templates/${id}`, { forTelegram: false, name: " Renamed " });
      expect((await viewer.ask("DELETE", `${BASE}/templates/${id}`)).status).to.equal(403);
      await owner.call("DELETE", `${BASE}/templates/${id}`);
      expect(await list()).to.deep.equal([]);
      expect(await offered()).not.to.include(id);
      const back = await owner.call<TemplateDetail>("POST", `${BASE}/templates/${id}/undelete`);
      expect(back).to.include({ name: "Renamed", publishedVersion: 1, forTelegram: false });
      expect(await offered()).to.deep.equal([id]);
      expect((await owner.ask("POST", `${BASE}/templates/${id}/undelete`)).status).to.equal(409);
      await owner.call("DELETE", `${BASE}/templates/${id}`);
      const forget = async (days: number) => {
        clock.set(new Date(clock.now().getTime() + days * 86_400_000));
        const run = { at: clock.now(), timeoutMs: 10_000, caughtUp: false };
        await host.runtime.runJob("coupon-bot", "templates", run);
        return (await owner.ask("POST", `${BASE}/templates/${id}/undelete`)).status;
      };
      expect(await forget(29)).to.equal(200);
      await owner.call("DELETE", `${BASE}/templates/${id}`);
      expect(await forget(31)).to.equal(404);
    });

    it("stay the frame of a campaign that runs, whatever is published beside it", async () => {
      const overlay = STARTERS.find(isFrame)?.id ?? "";
      const campaign = await owner.call<Campaign>("POST", `${BASE}/campaigns`, { title: "Frames" });
      const draft = { slug: campaign.slug, plan: { ...campaign.plan, overlay } };
      await owner.ask("PUT", `${BASE}/campaigns/${campaign.id}`, draft, { "if-match": campaign.etag });
      const open = await owner.call<Campaign>("POST", `${BASE}/campaigns/${campaign.id}/open`);
      const shown = () => shownAt(`/c/${campaign.slug}/example?w=240`);
      const before = await shown();
      const frame = await made("blank", "Our frame");
      await save(frame.id, sketch([words("Join us")]), frame.etag);
      await publish(frame.id);
      expect((await shown()).equals(before), "the starter that was chosen").to.equal(true);
      await owner.ask(
        "PUT",
        `${BASE}/campaigns/${campaign.id}`,
        { ...draft, plan: { ...draft.plan, overlay: frame.id } },
        { "if-match": open.etag },
      );
      expect((await shown()).equals(before)).to.equal(false);
      for (const ask of [
        ["DELETE", `/templates/${frame.id}`],
        ["POST", `/templates/${frame.id}/unpublish`],
      ] as const) {
        const { status, body } = await owner.ask(ask[0], `${BASE}${ask[1]}`);
        expect([status, body.code]).to.deep.equal([409, "template.in_campaign"]);
      }
      await owner.call("POST", `${BASE}/campaigns/${campaign.id}/close`);
      await owner.call("DELETE", `${BASE}/templates/${frame.id}`);
    });

    it("leave with their files when a tenant is purged", async () => {
      const { body: asset } = await upload(await sharp(png).gamma(2).png().toBuffer(), "picture", other);
      const gone: string[] = [];
      await purgeTenant({
        db: (work) => host.database.tenant(other.tenantId, work, "p_coupon_bot"),
        storage: { delete: async (key) => void gone.push(key) },
      });
      expect(gone.some((key) => key.includes(asset.hash))).to.equal(true);
      expect(await list(other)).to.deep.equal([]);
      expect((await bytesAt(other, asset.url)).status).to.equal(404);
    });
  });

  it("have limits that say what to do", async () => {
    const of = (work: (trx: Transaction) => Promise<unknown>) =>
      host.database.tenant(other.tenantId, work, "p_coupon_bot");
    await of((trx) =>
      trx.run(
        `insert into template (tenant_id, id, name, draft, position, created_at, edited_at)
         select $1, gen_random_uuid(), 'T' || i, $2, i, now(), now() from generate_series(1, 200) i`,
        [other.tenantId, JSON.stringify(sketch([]))],
      ),
    );
    const full = await other.ask("POST", `${BASE}/templates`, { from: "blank" });
    expect([full.status, full.body.code]).to.deep.equal([409, "template.too_many"]);
    await of((trx) =>
      trx.run(
        `insert into asset (tenant_id, id, kind, name, content_type, bytes, hash, file_key, made_at)
         values ($1, gen_random_uuid(), 'picture', 'Huge', 'image/png', 524287900, 'x', 'x', now())`,
        [other.tenantId],
      ),
    );
    const { status, body } = await upload(png, "picture", other);
    expect([status, body.code]).to.deep.equal([409, "asset.no_room"]);
    await of((trx) => trx.run("delete from asset where name = 'Huge'"));
    await of((trx) => trx.run("delete from template where name like 'T%' and assets = '{}'"));
  });

  it("of another tenant are not there", async () => {
    const { id, etag } = await made();
    const { body: asset } = await upload(await sharp(png).flop().resize(99, 99).png().toBuffer());
    const asks = [
      ["GET", `/templates/${id}`],
      ["PATCH", `/templates/${id}`, { name: "Mine" }],
      ["POST", `/templates/${id}/publish`],
      ["DELETE", `/templates/${id}`],
      ["GET", `/templates/${id}/picture?size=square`],
      ["GET", `/assets/${asset.id}/content`],
      ["DELETE", `/assets/${asset.id}`],
      ["POST", "/templates", { from: { template: id } }],
    ] as const;
    for (const [method, path, body] of asks)
      expect((await other.ask(method, `${BASE}${path}`, body)).status, `${method} ${path}`).to.equal(404);
    expect((await save(id, sketch([]), etag, other)).status).to.equal(404);
    expect((await list(other)).map((each) => each.id)).not.to.include(id);
    const theirs = await other.ask("POST", `${BASE}/template-previews`, {
      template: withPhoto(asset.id),
      size: "square",
      code: "A",
    });
    expect([theirs.status, theirs.body.code]).to.deep.equal([422, "picture.asset_missing"]);
  });
});
