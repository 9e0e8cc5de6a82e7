import assert from "node:assert/strict";
import { type PluginTest, startPluginTest } from "@promostack/host/testkit";

const DAY_MS = 86_400_000;

interface Notes {
  items: { id: string; text: string; author: string }[];
}

describe("{{title}}", () => {
  let test: PluginTest;

  before(async () => {
    test = await startPluginTest(new URL("..", import.meta.url), {
      at: "2030-01-07T12:00:00Z",
      settings: { thanks: "Noted!", keepDays: 30 },
    });
  });
  after(() => test?.stop());

  const texts = async (tenant = test.tenant) =>
    (await tenant.call<Notes>("GET", "/notes")).items.map(({ text }) => text);

  it("takes a note in the chat, answers there, and lists it", async () => {
    const visitor = await test.tenant.visitor("Nora");
    await visitor.write("/note buy milk");
    await visitor.reads("Noted!");
    assert.deepEqual(await texts(), ["buy milk"]);
  });

  it("shows a tenant's notes to no other tenant", async () => {
    assert.deepEqual(await texts(test.other), []);
  });

  it("tells of each note once", async () => {
    await test.tenant.call("POST", "/notes", { text: "call the bank" });
    await test.until("the second note to be counted", async () => {
      const rows = await test.rows("select 1 from tally where tenant_id = $1 and notes = 2", [
        test.tenant.id,
      ]);
      return rows.length === 1;
    });
  });

  it("removes what is older than the tenant keeps", async () => {
    await test.clock.advance(31 * DAY_MS);
    await test.until("an empty list", async () => (await texts()).length === 0);
  });
});
