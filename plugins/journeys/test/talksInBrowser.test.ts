import { expect } from "chai";
import type { Browser } from "playwright-core";
import { Visitor as Reader, startBrowser } from "../../../test/kit/browser.ts";
import { eventually } from "../../../test/kit/waiting.ts";
import type { Broadcast } from "../broadcast/api.ts";
import { journeyOf, startWorld, type World } from "./world.ts";

describe("the inbox and broadcasts, in a browser", () => {
  let world: World;
  let browser: Browser;
  let reader: Reader;

  before(async () => {
    [world, browser] = await Promise.all([startWorld(), startBrowser()]);
    await world.publish(
      journeyOf(
        [{ id: "m", kind: "message", content: { text: "Hello!", buttons: [] }, exits: {} }],
        [{ id: "t", kind: "deep_link", code: "spring" }],
      ),
      "Welcome",
    );
    reader = await Reader.arrive(browser);
    await reader.signIn(world.host.port, "dash", "Olivia Aurum");
  });

  after(async () => {
    await reader?.leave();
    await browser?.close();
    await world?.stop();
  });

  it("shows a message as it comes, sends an answer by keyboard, and hands the conversation back", async () => {
    const { page } = reader;
    const anna = await world.visitor("Anna");
    await reader.go("/inbox");
    await page.getByRole("heading", { name: "Nobody has written yet" }).waitFor();
    await anna.write("Is anybody there?");
    await page.getByRole("link", { name: /Anna/ }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("log").getByText("Is anybody there?").waitFor();
    await page.keyboard.press("r");
    await page.keyboard.type("I am <here>.");
    await page.keyboard.press("Enter");
    await anna.reads("I am <here>.");
    await page.getByRole("log").getByText("Delivered").waitFor();
    await anna.write("Good.");
    await page.getByRole("log").getByText("Good.").waitFor();
    await page.getByRole("button", { name: "Hand back" }).click();
    await page.getByText("The bot answers", { exact: true }).waitFor();
    expect(await reader.findings()).to.deep.equal([]);
  });

  it("sends a broadcast to twenty people and shows how it went", async () => {
    const { page } = reader;
    await world.rows(
      `insert into person (tenant_id, id, telegram_id, first_name, first_seen)
       select $1::uuid, gen_random_uuid(), 900000000 + n, 'P' || n, now() from generate_series(1, 19) n`,
      [world.owner.tenantId],
    );
    await reader.go("/broadcasts");
    await page.getByRole("button", { name: "New broadcast" }).first().click();
    await page.getByText("20 people can be reached now").waitFor();
    await page.getByLabel("Text").fill("News for {firstName}");
    await page.getByText("News for").last().waitFor();
    expect(await reader.findings()).to.deep.equal([]);
    const person = page.getByRole("combobox", { name: "Person" });
    await person.click();
    await page.getByRole("option", { name: /^Anna/ }).click();
    await person.blur();
    // Who opens it again looks for somebody else: the name of who is chosen narrows nothing.
    await person.click();
    await page.getByRole("option", { name: /^P19 / }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("dialog").getByText("It goes to 20 people now").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("20 of 20").waitFor();
    await page.getByText("Done", { exact: true }).waitFor();
    expect(await reader.findings()).to.deep.equal([]);
    expect(reader.complaints()).to.deep.equal([]);
  });

  it("takes a colleague's broadcast where both saved, and what is saved after that is no conflict", async () => {
    const { page } = reader;
    await reader.go("/broadcasts");
    await page.getByRole("button", { name: "New broadcast" }).first().click();
    const text = page.getByLabel("Text");
    await text.fill("Mine");
    const path = `/api/p/journeys${new URL(page.url()).pathname}`;
    const { name, plan, etag } = await world.owner.call<Broadcast>("GET", path);
    const theirs = { name, plan: { ...plan, content: { ...plan.content, text: "Theirs" } } };
    expect((await world.owner.ask("PUT", path, theirs, { "if-match": etag })).status).to.equal(200);
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "Take theirs" }).click();
    await text.getByText("Theirs").waitFor();
    await text.fill("Both");
    await page.keyboard.press("Control+s");
    await eventually(async () => {
      const stored = await world.owner.call<Broadcast>("GET", path);
      return stored.plan.content.text === "Both";
    }, "what was written after theirs was taken");
    expect(reader.complaints().filter((line) => line.includes("412"))).to.have.length(1);
  });

  it("offers whom a number is asked of a key that shares theirs, which goes with the next message", async () => {
    const { page } = reader;
    const question = { text: "Your number?", buttons: [] };
    await world.publish(
      journeyOf(
        [
          {
            id: "ask",
            kind: "question",
            content: question,
            answer: "phone",
            tries: 2,
            saveTo: { scope: "person", name: "phone" },
            exits: { next: "thanks" },
          },
          { id: "thanks", kind: "message", content: { text: "Thanks, {phone}.", buttons: [] } },
        ],
        [{ id: "t", kind: "deep_link", code: "number" }],
      ),
      "Asks a number",
    );
    const ines = await world.visitor("Ines");
    await ines.start("number");
    await ines.reads("Your number?");
    expect(await ines.keyboard()).to.deep.equal(["Share my number"]);
    await reader.go(`/playground?me=${ines.telegramId}`);
    const chat = page.getByRole("log");
    await chat.getByText("Your number?").waitFor();
    await page.getByRole("button", { name: "Share my number" }).click();
    const number = `+447700900${String(ines.telegramId % 1_000).padStart(3, "0")}`;
    await chat.getByText(`Thanks, ${number}.`).waitFor();
    await page.getByRole("button", { name: "Share my number" }).waitFor({ state: "detached" });
    expect(await reader.findings()).to.deep.equal([]);
    expect(await ines.keyboard()).to.deep.equal([]);
    const [told] = await world.rows<{ phone: string }>(
      "select fields->>'phone' as phone from person where first_name = 'Ines'",
    );
    expect(told?.phone).to.equal(number);
  });
});
