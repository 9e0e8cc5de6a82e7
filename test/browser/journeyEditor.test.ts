import { expect } from "chai";
import type { Browser } from "playwright-core";
import { newVisitor } from "../../host/testkit/chat.ts";
import { content, journeyOf, step as steps } from "../../plugins/journeys/test/drafts.ts";
import { BOT } from "../../plugins/journeys/test/world.ts";
import { startBrowser, Visitor } from "../kit/browser.ts";
import { OWNER, type Person, startTestHost, type TestHost } from "../kit/host.ts";
import { JourneyCanvas } from "./journeyCanvas.ts";

const API = "/api/p/journeys";

interface Draft {
  start: string;
  triggers: { kind: string; code?: string }[];
  steps: { id: string; kind: string; exits: Record<string, string>; content?: { text: string } }[];
}
interface Detail {
  draft: Draft;
  etag: string;
  version: number | null;
}

describe("a journey built by hand", () => {
  let host: TestHost;
  let browser: Browser;
  let visitor: Visitor;
  let owner: Person;
  let canvas: JourneyCanvas;
  let id: string;
  const step: Record<string, string> = {};

  before(async () => {
    [host, browser] = await Promise.all([startTestHost(), startBrowser()]);
    owner = await host.signIn(OWNER);
    await owner.call("POST", "/api/plugins/journeys/enable", {});
    visitor = await Visitor.arrive(browser);
    await visitor.signIn(host.port, "dash", "Olivia Aurum");
    canvas = new JourneyCanvas(visitor.page);
  });

  after(async () => {
    await visitor?.leave();
    await browser?.close();
    await host?.stop();
  });

  const stored = () => owner.call<Detail>("GET", `${API}/journeys/${id}`);
  const saved = () => visitor.page.getByText(/^Saved · /).waitFor();
  const at = (name: string) => step[name] ?? "";

  it("begins blank, and gets ten steps by dragging: questions, a split, a delay and a branch among them", async () => {
    const { page } = visitor;
    await visitor.go("/journeys");
    await page.getByRole("link", { name: "New journey" }).first().click();
    await page.getByRole("button", { name: /^Blank/ }).click();
    await page.getByRole("button", { name: "Begin with a message" }).waitFor();
    id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await canvas.zoomOut(3);
    // Beside the panel, so that the canvas stands still.
    const drops: [name: string, kind: string, x: number, y: number][] = [
      ["hello", "Message", 90, 60],
      ["ask", "Question", 245, 60],
      ["split", "Split", 390, 60],
      ["warm", "Message", 90, 220],
      ["cool", "Message", 245, 220],
      ["delay", "Delay", 390, 220],
      ["branch", "Condition", 90, 380],
      ["tag", "Tag", 245, 380],
      ["bye", "Message", 390, 380],
      ["end", "End", 245, 540],
    ];
    for (const [name, kind, x, y] of drops) {
      step[name] = await canvas.drop(kind, { x, y });
      if (kind === "Message" || kind === "Question")
        await page.getByRole("textbox", { name: "Text", exact: true }).fill(TEXTS[name] ?? "");
      if (name === "ask") {
        await page.getByRole("combobox", { name: "Keep the answer" }).selectOption("person");
        await page.getByRole("combobox", { name: "Under the name" }).fill("firstTrade");
      }
      if (name === "branch") {
        await page.getByRole("combobox", { name: "About" }).selectOption("variable");
        await page.getByRole("combobox", { name: "Variable or field" }).fill("firstTrade");
        await page.getByLabel("Value", { exact: true }).fill("yes");
      }
      if (name === "tag") {
        await page.getByRole("combobox", { name: "Tags to give" }).fill("newcomer");
        await page.keyboard.press("Enter");
      }
      if (name === "end") await page.getByLabel("Outcome").fill("greeted");
    }
    await canvas.close();
    const [one = "", two = ""] = await canvas.exits(at("split"));
    await canvas.connect(at("hello"), "next", at("ask"));
    await canvas.connect(at("ask"), "next", at("split"));
    await canvas.connect(at("ask"), "invalid", at("bye"));
    await canvas.connect(at("split"), one, at("warm"));
    await canvas.connect(at("split"), two, at("cool"));
    await canvas.connect(at("warm"), "next", at("delay"));
    await canvas.connect(at("cool"), "next", at("delay"));
    await canvas.connect(at("delay"), "next", at("branch"));
    await canvas.connect(at("branch"), "yes", at("bye"));
    await canvas.connect(at("branch"), "no", at("tag"));
    await canvas.connect(at("tag"), "next", at("bye"));
    await canvas.connect(at("bye"), "next", at("end"));
    await saved();
    const { draft } = await stored();
    expect(draft.steps).to.have.length(10);
    expect(draft.start).to.equal(at("hello"));
    expect(draft.steps.find((each) => each.id === at("branch"))?.exits).to.deep.equal({
      yes: at("bye"),
      no: at("tag"),
    });
  });

  it("copies and pastes steps with ids of their own, undoes, redoes and deletes", async () => {
    const { page } = visitor;
    await canvas.open(at("end"));
    await canvas
      .card(at("bye"))
      .locator("[class*=head]")
      .first()
      .click({ modifiers: ["Control"] });
    await page.getByText("2 steps chosen").waitFor();
    await page.keyboard.press("Control+c");
    await page.keyboard.press("Control+v");
    await canvas.holds(12);
    await page.keyboard.press("Control+z");
    await canvas.holds(10);
    await page.keyboard.press("Control+Shift+z");
    await canvas.holds(12);
    await page.keyboard.press("Delete");
    await canvas.holds(10);
    await page.keyboard.press("Control+s");
    await saved();
    expect((await stored()).draft.steps.map((each) => each.id).sort()).to.deep.equal(
      Object.values(step).sort(),
    );
  });

  it("is walked in the test chat to its end, with the delay skipped", async () => {
    const { page } = visitor;
    await page.getByRole("button", { name: "Test", exact: true }).click();
    const chat = page.getByRole("log", { name: "Test chat" });
    await chat.getByText("Hello Alex!").waitFor();
    await page.getByRole("textbox", { name: "Write an answer" }).fill("no");
    await page.keyboard.press("Enter");
    await chat.getByText(/^Waits until/).waitFor();
    await canvas.card(at("delay")).locator("[data-test=at]").waitFor({ state: "attached" });
    await chat.getByRole("button", { name: "Skip" }).click();
    await chat.getByText("Tag newcomer added.").waitFor();
    await chat.getByText("See you soon.").waitFor();
    await chat.getByText("The end: greeted").waitFor();
    await page.getByRole("cell", { name: "no", exact: true }).waitFor();
    await canvas.close();
  });

  it("is published with a note, and shows that it is live", async () => {
    const { page } = visitor;
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog", { name: "Publish this draft?" });
    await dialog.getByRole("textbox").fill("The first");
    await dialog.getByRole("button", { name: "Publish" }).click();
    await page.getByText("Version 1 live").waitFor();
    expect((await stored()).version).to.equal(1);
    await page.getByRole("button", { name: "Versions" }).click();
    await page.getByText("The first").waitFor();
    expect(await visitor.findings()).to.deep.equal([]);
    expect(visitor.complaints()).to.deep.equal([]);
    await canvas.close();
  });

  it("is entered from the playground by its link, walked to the end, and its funnel shows it", async () => {
    const { draft } = await stored();
    const link = draft.triggers.find(({ kind }) => kind === "deep_link");
    const alex = await newVisitor(host, owner, BOT, "Alex");
    await alex.start(link?.code);
    await alex.reads("Hello Alex!", "Have you traded before?");
    await alex.write("no");
    await host.until("the delay", async () =>
      (await alex.messages()).some(({ text }) => ["Good to have you here.", "Welcome."].includes(text)),
    );
    const later = new Date(host.clock.now().getTime() + 2 * 86_400_000);
    await owner.call("PUT", "/api/clock", { at: later.toISOString() });
    await alex.reads("See you soon.");
    const { page } = visitor;
    await visitor.go(`/journeys/${id}/numbers`);
    await page.getByRole("heading", { name: /^Numbers/ }).waitFor();
    const row = page.getByRole("row").filter({ hasText: "See you soon." }).first();
    await row.getByRole("cell", { name: /^1 100\s?%$/ }).waitFor();
    expect(await visitor.findings()).to.deep.equal([]);
    expect(visitor.complaints()).to.deep.equal([]);
    await visitor.go(`/journeys/${id}`);
  });

  it("keeps what two have saved at once apart: theirs is taken, and Undo brings mine back", async () => {
    const { page } = visitor;
    const { draft, etag } = await stored();
    const theirs = {
      ...draft,
      steps: draft.steps.map((each) =>
        each.id === at("hello") ? { ...each, content: { ...each.content, text: "Theirs" } } : each,
      ),
    };
    await owner.ask("PUT", `${API}/journeys/${id}/draft`, { draft: theirs }, { "if-match": etag });
    await canvas.open(at("hello"));
    await page.getByRole("textbox", { name: "Text", exact: true }).fill("Mine");
    await page.keyboard.press("Control+s");
    const conflict = page.getByRole("dialog", { name: "Somebody else has saved this journey meanwhile" });
    await conflict.locator("del", { hasText: "Theirs" }).waitFor();
    await conflict.getByRole("button", { name: "Take theirs" }).click();
    await page.getByRole("textbox", { name: "Text", exact: true }).getByText("Theirs").waitFor();
    await page.getByRole("button", { name: /^Undo/ }).click();
    await page.keyboard.press("Control+s");
    await saved();
    const now = await stored();
    expect(now.draft.steps.find((each) => each.id === at("hello"))?.content?.text).to.equal("Mine");
    expect(visitor.complaints().every((line) => line.includes("412"))).to.equal(true);
  });

  it("is walked in the test chat as whoever one chooses, with a picture, a shared number and an action's answer", async () => {
    const { page } = visitor;
    const made = await owner.call<Detail & { id: string }>("POST", `${API}/journeys`, {
      name: "Asks for everything",
      from: { kind: "blank" },
    });
    const path = `${API}/journeys/${made.id}/draft`;
    expect((await owner.ask("PUT", path, { draft: ASKING }, { "if-match": made.etag })).status).to.equal(200);
    await visitor.go(`/journeys/${made.id}`);
    await page.getByRole("button", { name: "Test", exact: true }).click();
    const chat = page.getByRole("log", { name: "Test chat" });
    await chat.getByText("Alex (en), send a picture.").waitFor();
    await page.getByRole("button", { name: "Change" }).click();
    const who = page.getByRole("form", { name: "Who walks" });
    await who.getByRole("combobox", { name: "Somebody you know" }).click();
    // Who came in from the playground before, with the tag that the other journey gave.
    await page.getByRole("option", { name: /^Alex/ }).click();
    await who.getByText("newcomer").waitFor();
    await who.getByRole("textbox", { name: "First name" }).fill("Ines");
    await who.getByRole("combobox", { name: "Language" }).fill("pt-br");
    expect(await visitor.findings()).to.deep.equal([]);
    await who.getByRole("button", { name: "Begin again as this person" }).click();
    await chat.getByText("Ines (pt-br), send a picture.").waitFor();
    await page.getByRole("button", { name: "Send something else" }).click();
    await page.getByRole("menuitem", { name: "Picture" }).click();
    await chat.getByRole("img", { name: "picture.jpg" }).waitFor();
    await page.getByRole("button", { name: "Compartilhar meu número" }).click();
    await chat.getByRole("textbox", { name: "The invite link" }).fill("https://t.me/+mine");
    expect(await visitor.findings()).to.deep.equal([]);
    await chat.getByRole("button", { name: "Next", exact: true }).click();
    await chat.getByText("Newcomer +447700900123, come in: https://t.me/+mine").waitFor();
    await canvas.close();
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await chat.getByText("Ines (pt-br), send a picture.").waitFor();
    const [alex] = (await owner.call<{ items: object[] }>("GET", `${API}/people?q=Alex`)).items;
    expect(alex).to.deep.include({ firstName: "Alex", language: "en" });
    expect(visitor.complaints()).to.deep.equal([]);
  });
});

const ASKING = journeyOf([
  steps.question(
    "pic",
    {
      answer: "file",
      content: content("{firstName} ({language}), send a picture."),
      saveTo: { scope: "journey", name: "pic" },
    },
    { next: "phone" },
  ),
  steps.question("phone", { answer: "phone", saveTo: { scope: "journey", name: "phone" } }, { next: "new" }),
  steps.condition(
    "new",
    { match: "all", rules: [{ about: "tag", tag: "newcomer", has: true }] },
    { yes: "in", no: "no" },
  ),
  steps.action("in", { plugin: "journeys", action: "invite", prefix: "vip" }, { next: "yes" }),
  steps.message("yes", "Newcomer {phone}, come in: {vip_link}"),
  steps.message("no", "Not yet."),
]);

const TEXTS: Record<string, string> = {
  hello: "Hello {firstName}!",
  ask: "Have you traded before?",
  warm: "Good to have you here.",
  cool: "Welcome.",
  bye: "See you soon.",
};
