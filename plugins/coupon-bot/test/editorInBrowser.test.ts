import { expect } from "chai";
import type { Browser, Page, Request } from "playwright-core";
import sharp from "sharp";
import { startBrowser, Visitor } from "../../../test/kit/browser.ts";
import { OWNER, type Person, startTestHost, type TestHost } from "../../../test/kit/host.ts";
import { eventually } from "../../../test/kit/waiting.ts";
import type { Template } from "../template/template.ts";
import type { TemplateDetail } from "../templates/api.ts";

const API = "/api/p/coupon-bot";

describe("the template editor, in a browser", () => {
  let host: TestHost;
  let browser: Browser;
  let owner: Person;

  before(async () => {
    [host, browser] = await Promise.all([
      startTestHost({ background: false, variables: { LOG_LEVEL: "silent" } }),
      startBrowser(),
    ]);
    owner = await host.signIn(OWNER);
    await owner.call("POST", "/api/plugins/coupon-bot/enable", { settings: {}, together: ["journeys"] });
  });
  after(async () => {
    await browser?.close();
    await host?.stop();
  });

  it("a template is drawn from nothing with a photo, a logo and the code, and published as it was seen", async () => {
    const visitor = await Visitor.arrive(browser);
    const { page } = visitor;
    await visitor.signIn(host.port, "dash", "Olivia Aurum");
    await visitor.go("/templates/new");
    await page.getByRole("button", { name: /^Blank/ }).click();
    await exact(page).waitFor();
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const stored = () => owner.call<TemplateDetail>("GET", `${API}/templates/${id}`);
    /** The draft as it is stored once what was done last is in it. */
    const draft = (isIn: (draft: Template) => boolean) =>
      eventually(async () => {
        await page.keyboard.press("Control+s");
        const { draft } = await stored();
        return isIn(draft) && draft;
      }, "the draft");

    await upload(page, "Photo", await picture("#3a6f8f", 600, 500));
    await draft(({ background }) => background.photo !== undefined);
    await upload(page, "Logo", await picture("#f2c14e", 240, 120));
    await draft(({ layers }) => layers.some((layer) => layer.kind === "logo" && layer.asset !== undefined));
    await page.getByRole("button", { name: "Headline" }).click();
    await page.getByRole("textbox", { name: "Words" }).fill("Only with {code}");

    // The headline goes with the hand, then by keys; what was done is undone and done again.
    const before = textOf(await draft((now) => textOf(now) !== undefined));
    const room = await page.locator("[data-picture]").boundingBox();
    const at = { x: (room?.x ?? 0) + (room?.width ?? 0) / 2, y: (room?.y ?? 0) + (room?.height ?? 0) * 0.22 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 4, at.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.press("ArrowRight");
    const moved = textOf(await draft((now) => (textOf(now)?.y ?? 0) > (before?.y ?? 0)));
    // It snapped to the middle of the picture before the arrow moved it by half a per cent.
    expect([before?.x, moved?.x]).to.deep.equal([10, 10.5]);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await draft((now) => textOf(now)?.y === before?.y && textOf(now)?.x === 10);
    await page.keyboard.press("Control+Shift+z");
    await draft((now) => textOf(now)?.y === moved?.y);

    await Promise.all([
      page.waitForRequest((request) => isFor(request, "SAVE-20")),
      page.getByLabel("Code to try").fill("SAVE-20"),
    ]);
    await exact(page).waitFor();
    const seen = await pixelsOf(Buffer.from(await shownOn(page), "base64"));
    expect(await visitor.findings()).to.deep.equal([]);
    expect(visitor.complaints()).to.deep.equal([]);

    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Nothing speaks against publishing.").waitFor();
    await dialog.getByRole("button", { name: "Publish" }).click();
    await page.getByText("Version 1 published", { exact: true }).waitFor();
    const published = await fetch(
      `http://localhost:${host.port}${API}/templates/${id}/picture?size=square&version=1&w=${seen.width}`,
      { headers: { authorization: `Bearer ${owner.token}`, "x-tenant": owner.tenantId } },
    );
    const given = await pixelsOf(Buffer.from(await published.arrayBuffer()));
    expect([given.width, given.height]).to.deep.equal([seen.width, seen.height]);
    // One file: only its decoders differ, Chromium's and ours.
    expect(difference(seen.data, given.data)).to.be.below(1.5);

    // A colleague saves meanwhile: both pictures are shown, theirs is taken, and nothing of it is lost.
    const { draft: now, etag } = await stored();
    const theirs = { ...now, background: { ...now.background, fill: "#123456" } };
    const put = await owner.ask(
      "PUT",
      `${API}/templates/${id}/draft`,
      { draft: theirs },
      { "if-match": etag },
    );
    expect(put.status).to.equal(200);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Text", exact: true }).click();
    await page.getByRole("button", { name: "Take theirs" }).click();
    await page.getByText("Version 1 published, changed since").waitFor();
    await draft(({ background }) => background.fill === "#123456");
    await visitor.leave();
  });
});

/** The picture on the canvas is the server's. */
function exact(page: Page) {
  return page.locator("[data-picture][data-state=exact]");
}

async function upload(page: Page, what: "Photo" | "Logo", buffer: Buffer): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("region", { name: "Insert" }).getByRole("button", { name: what }).click(),
  ]);
  const answered = page.waitForResponse((response) => response.url().includes(`${API}/assets?kind=`));
  await chooser.setFiles({ name: `${what}.png`, mimeType: "image/png", buffer });
  expect((await answered).status()).to.equal(201);
  // What it shows now has the upload in it.
  await page
    .getByText("Not saved yet")
    .or(page.getByText(/^Saving|^Saved/))
    .first()
    .waitFor();
}

function picture(background: string, width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

function textOf({ layers }: Template) {
  return layers.find((layer) => layer.kind === "text" && layer.text === "Only with {code}");
}

function isFor(request: Request, code: string): boolean {
  return request.url().endsWith("/template-previews") && Object(request.postDataJSON()).code === code;
}

/** The server's picture as the page shows it, as a PNG in base64. */
function shownOn(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const image = document.querySelector("[data-picture] img");
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0);
    return canvas.toDataURL("image/png").split(",")[1];
  })()`);
}

async function pixelsOf(file: Buffer) {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Mean difference of a channel, of 255. */
function difference(a: Buffer, b: Buffer): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}
