import type { Transaction } from "@promostack/core";
import { expect } from "chai";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import {
  type Answer,
  OTHER_OWNER,
  OWNER,
  type Person as SignedIn,
  startTestHost,
  type TestHost,
  VIEWER,
} from "../../../test/kit/host.ts";
import type { Import, ImportCheck, ImportInput, ImportPreview } from "../people/imports/api.ts";

const API = "/api/p/journeys";

interface Stored {
  telegramId: string | null;
  username: string;
  firstName: string;
  tags: string[];
  fields: Record<string, unknown>;
}

describe("an import of people", () => {
  let host: TestHost;
  let clock: SteerableClock;
  let owner: SignedIn;
  let other: SignedIn;

  before(async () => {
    clock = new SteerableClock({ at: new Date("2026-11-25T12:00:00Z"), rate: 0 });
    host = await startTestHost({ clock, background: false });
    [owner, other] = [await host.signIn(OWNER), await host.signIn(OTHER_OWNER)];
    for (const each of [owner, other])
      await each.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    await owner.call("POST", `${API}/person-fields`, {
      name: "age",
      label: "Age",
      type: "number",
      options: [],
    });
  });
  after(() => host?.stop());

  const inJourneys = <Result>(work: (trx: Transaction) => Promise<Result>) =>
    host.database.system(work, "p_journeys");
  const stored = (where: string) =>
    inJourneys((trx) =>
      trx.many<Stored>(
        `select telegram_id::text as "telegramId", username, first_name as "firstName", tags, fields from person
         where tenant_id = $1 and ${where} order by telegram_id, username`,
        [owner.tenantId],
      ),
    );
  const send = <Body = Import>(input: Partial<ImportInput>): Promise<Answer<Body>> =>
    owner.ask<Body>("POST", `${API}/people-imports`, {
      name: "people.csv",
      csv: "",
      columns: [],
      key: "telegramId",
      replaces: true,
      dryRun: false,
      ...input,
    });
  const ended = (id: string) =>
    host.until("the end of the import", async () => {
      const now = await owner.call<Import>("GET", `${API}/people-imports/${id}`);
      return now.state !== "running" && now;
    });
  const taken = async (input: Partial<ImportInput>) => {
    const { status, body } = await send(input);
    expect(status).to.equal(202);
    return ended(body.id);
  };

  it("sees what the columns are, whatever separates them", async () => {
    const csv = '\uFEFFTelegram ID;User name;"First; name";Age;Notes\r\n7;@anna;Anna;33;x\r\n8;;Ben;;\r\n';
    const { columns } = await owner.call<ImportPreview>("POST", `${API}/people-import-previews`, { csv });
    expect(columns.map(({ header, target }) => [header, target])).to.deep.equal([
      ["Telegram ID", "telegramId"],
      ["User name", "username"],
      ["First; name", "firstName"],
      ["Age", "field:age"],
      ["Notes", ""],
    ]);
    expect(columns[0]?.samples).to.deep.equal(["7", "8"]);
  });

  const columns = ["telegramId", "username", "firstName", "tags", "field:age"];
  const csv = [
    "id,user,name,tags,age",
    '11,@anna_1,Anna,"vip, new",33',
    '12,,"Ben ""B""",,',
    "nobody,,Cleo,,",
    "11,,Again,,",
    "",
    "14,ok_name,'=1+1,,old",
    "15,https://t.me/eve_5,Eve,,44",
  ].join("\n");

  it("says first what it would do: each line is a row, a repetition or wrong, with its number", async () => {
    const { status, body } = await send<ImportCheck>({ csv, columns, dryRun: true });
    expect(status).to.equal(200);
    expect(body).to.deep.equal({
      lines: 6,
      rows: 3,
      duplicates: 1,
      wrong: 2,
      known: 0,
      problems: [
        { line: 4, problem: "The Telegram id is no number." },
        { line: 5, problem: "Line 2 is about the same person." },
        { line: 7, problem: "Age: This is no number." },
      ],
    });
    expect(await stored("true")).to.deep.equal([]);
    expect((await send({ csv, columns: ["", "username", "", "", ""], dryRun: true })).status).to.equal(422);
  });

  it("takes them in once, however often the file comes, and fills or replaces as asked", async () => {
    const first = await taken({ csv, columns, tag: "fair" });
    expect(first).to.deep.include({
      state: "done",
      rows: 3,
      done: 3,
      added: 3,
      changed: 0,
      same: 0,
      wrong: 2,
    });
    expect(await stored("'fair' = any(tags)")).to.deep.equal([
      {
        telegramId: "11",
        username: "anna_1",
        firstName: "Anna",
        tags: ["fair", "new", "vip"],
        fields: { age: 33 },
      },
      { telegramId: "12", username: "", firstName: 'Ben "B"', tags: ["fair"], fields: {} },
      { telegramId: "15", username: "eve_5", firstName: "Eve", tags: ["fair"], fields: { age: 44 } },
    ]);
    expect(await taken({ csv, columns, tag: "fair" })).to.include({ added: 0, changed: 0, same: 3 });
    const later = "id,name,age\n11,Other,50\n12,Other,50";
    const short = ["telegramId", "firstName", "field:age"];
    expect(await taken({ csv: later, columns: short, replaces: false })).to.include({ changed: 1, same: 1 });
    expect(await stored("telegram_id < 13")).to.deep.include.members([
      {
        telegramId: "11",
        username: "anna_1",
        firstName: "Anna",
        tags: ["fair", "new", "vip"],
        fields: { age: 33 },
      },
      { telegramId: "12", username: "", firstName: 'Ben "B"', tags: ["fair"], fields: { age: 50 } },
    ]);
    await taken({ csv: later, columns: short });
    expect((await stored("telegram_id = 11"))[0]).to.deep.include({
      firstName: "Other",
      fields: { age: 50 },
    });
  });

  it("knows people by username too, and the same people when their id comes later", async () => {
    const names = "user,age\nEVE_5,45\nfiona,20\n@Fiona,21";
    const done = await taken({ csv: names, columns: ["username", "field:age"], key: "username" });
    expect(done).to.include({ rows: 2, duplicates: 1, added: 1, changed: 1 });
    expect(await stored("username = 'fiona'")).to.deep.include.members([
      { telegramId: null, username: "fiona", firstName: "", tags: [], fields: { age: 20 } },
    ]);
    await taken({ csv: "id,user\n16,Fiona", columns: ["telegramId", "username"] });
    expect(await stored("lower(username) = 'fiona'")).to.deep.equal([
      { telegramId: "16", username: "Fiona", firstName: "", tags: [], fields: { age: 20 } },
    ]);
  });

  it("goes on where an end of the host left it: each batch once, none lost", async () => {
    const rows = Array.from({ length: 2_500 }, (_, at) => `${100_000 + at},Crowd`).join("\n");
    const { body } = await send({ csv: `id,name\n${rows}`, columns: ["telegramId", "firstName"] });
    const done = await ended(body.id);
    // The first look of a job is the beginning of its schedule.
    await host.ticker.tick("journeys", "people-imports", { settle: true });
    // As a host leaves it that ends between two batches.
    await inJourneys(async (trx) => {
      await trx.run(
        "update people_import set state = 'running', done = 2000, ended_at = null where id = $1",
        [body.id],
      );
      await trx.run(
        `insert into people_import_batch (tenant_id, import_id, n, rows)
         select $1, $2, 2, jsonb_agg(jsonb_build_object('telegram_id', (102000 + n)::text, 'username', '', 'first_name', 'Crowd', 'last_name', '',
           'language', '', 'timezone', null, 'source', 'import', 'tags', '[]'::jsonb, 'fields', '{}'::jsonb)) from generate_series(0, 499) n`,
        [owner.tenantId, body.id],
      );
    });
    clock.set(new Date("2026-11-25T12:02:00Z"));
    await host.ticker.tick("journeys", "people-imports", { settle: true });
    expect(await ended(body.id)).to.deep.include({
      state: "done",
      done: 2_500,
      added: done.added,
      same: 500,
    });
    expect(await stored("first_name = 'Crowd'")).to.have.length(2_500);
    expect(await inJourneys((trx) => trx.many("select from people_import_batch"))).to.deep.equal([]);
  });

  it("is no viewer's, and no other tenant sees it", async () => {
    const viewer = await host.signIn(VIEWER);
    const input = { name: "x", csv, columns, key: "telegramId", replaces: true, dryRun: false };
    expect((await viewer.ask("POST", `${API}/people-imports`, input)).status).to.equal(403);
    const { items } = await owner.call<{ items: Import[] }>("GET", `${API}/people-imports`);
    expect(items.length).to.be.above(3);
    expect((await other.ask("GET", `${API}/people-imports/${items[0]?.id}`)).status).to.equal(404);
    expect((await owner.ask("DELETE", `${API}/people-imports/${items[0]?.id}`)).status).to.equal(409);
  });
});
