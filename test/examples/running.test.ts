import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { expect } from "chai";
import { main } from "../../host/cli/main.ts";
import { dialSocket } from "../../host/socket/dialSocket.ts";
import { ADMIN } from "../../host/testkit/host.ts";
import { type PluginTest, startPluginTest } from "../../host/testkit/index.ts";

const HOUR_MS = 3_600_000;
/** One black point. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

interface Entries {
  items: { amount: number; confirmed: boolean }[];
}

describe("the example plugins, installed as archives, at work", () => {
  let test: PluginTest;

  before(async () => {
    test = await startPluginTest(new URL("echo", import.meta.url), {
      at: "2030-01-07T12:30:00Z",
      asArchive: true,
    });
  });
  after(() => test?.stop());

  const tally = <Body>(method: string, path: string, body?: unknown) =>
    test.tenant.owner.call<Body>(method, `/api/p/tally${path}`, body);
  const amounts = async () => (await tally<Entries>("GET", "/entries")).items.map(({ amount }) => amount);

  it("count in a chat, hear how the answer went out, and take it back by a button", async () => {
    const visitor = await test.tenant.visitor("Nora");
    await visitor.write("/count 3");
    await visitor.reads("4 apples");
    await test.until("the answer to be confirmed", async () => {
      const { items } = await tally<Entries>("GET", "/entries");
      return items.some(({ amount, confirmed }) => amount === 3 && confirmed);
    });
    expect(await visitor.press("Undo")).to.include({ text: "Undone." });
    expect(await amounts()).to.deep.equal([1]);
  });

  it("tell each other: an event, a service, an extension, none of them to another tenant", async () => {
    await tally("POST", "/entries", { amount: 20 });
    const told = await test.until("the event", async () => {
      const heard = await test.tenant.call<{ times: number; theirs: number }>("GET", "/heard");
      return heard.times === 2 && heard;
    });
    expect(told).to.deep.equal({ times: 2, amount: 23, theirs: 21 });
    const { items } = await tally<{ items: object[] }>("GET", "/outlooks");
    expect(items).to.deep.equal([{ title: "Mood of the echo", says: "That is a lot." }]);
    expect(await test.other.call("GET", "/heard")).to.deep.equal({ times: 0, amount: 0, theirs: 1 });
  });

  it("run their jobs when the clock passes them, and add up for admins what all tenants have", async () => {
    await test.clock.advance(HOUR_MS);
    const admin = await test.host.signIn(ADMIN);
    const days = await test.until("the total of the day", async () => {
      const { items } = await admin.call<{ items: object[] }>("GET", "/api/p/tally/totals");
      return items.length > 0 && items;
    });
    expect(days).to.deep.equal([{ day: "2030-01-07", amount: 22 }]);
  });

  it("test settings before they are saved, and refuse what will not do", async () => {
    const knock = (word: string) =>
      test.tenant.owner.call("POST", "/api/plugins/tally/settings/tests/knock", {
        settings: { unit: "pears", most: 5, word },
      });
    expect(await knock("sesame")).to.include({ ok: true, message: "The counting house opens for pears." });
    expect(await knock("please")).to.include({ ok: false });
    const save = (settings: object) =>
      test.tenant.owner.ask("PUT", "/api/plugins/tally/settings", { settings }, { "if-match": "*" });
    const refused = await save({ unit: "nothing", most: 5 });
    expect([refused.status, Object(refused.body).code]).to.deep.equal([422, "tally.bad_unit"]);
  });

  it("answer sockets, files, public pages and scrapes below their own addresses", async () => {
    const { url } = test.host;
    const socket = await dialSocket(
      `${url.replace("http", "ws")}/api/p/tally/line`,
      AbortSignal.timeout(10_000),
    );
    socket.send("2");
    socket.send("3");
    const sums: string[] = [];
    for await (const text of socket.messages) if (sums.push(text) === 2) break;
    socket.close();
    expect(sums).to.deep.equal(["2", "5"]);
    const { address } = await tally<{ address: string }>("PUT", "/picture", { base64: PNG });
    const picture = await fetch(new URL(address, url));
    expect([picture.status, picture.headers.get("content-type")]).to.deep.equal([200, "image/png"]);
    const board = await fetch(`${url}/t/aurum/tally`);
    expect(await board.text()).to.equal("Aurum Signals: 21 apples");
    const figures = await (await fetch(`${url}/metrics`)).text();
    expect(figures).to.match(/promostack_tally_counted_total\{[^}]*by="page"[^}]*\} 20/);
  });

  it("make room for another author's, brought from the command line: told what it asks for, agreed to, running", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "promostack-publish-"));
    const say = async (...words: string[]) => {
      let out = "";
      const into = new Writable({
        write(chunk, _encoding, done) {
          out += chunk;
          done();
        },
      });
      const around = { out: into, err: into, cwd: folder, variables: process.env };
      const code = await main([...words, "--json"], around);
      return { code, answer: Object(JSON.parse(out)) };
    };
    const key = ["--key", "publisher.pem"];
    const to = ["--to", test.host.url, ...key];
    try {
      await say("keys", "create", ...key);
      await say("create", "plugin", "wish-list");
      const told = await say("plugin", "publish", "wish-list", ...to);
      expect([told.code, told.answer.uploaded]).to.deep.equal([0, false]);
      expect(told.answer.fingerprint).to.match(/^SHA256:/);
      const asked = await say("plugin", "publish", "wish-list-0.1.0.tgz", ...to, "--as", ADMIN);
      expect(asked.answer.install).to.include({ state: "waiting" });
      expect(asked.answer.install.consent.publisher.fingerprint).to.equal(told.answer.fingerprint);
      const agreed = await say("plugin", "publish", "wish-list-0.1.0.tgz", ...to, "--as", ADMIN, "--yes");
      expect(agreed.answer.install).to.include({ state: "done" });
      await test.tenant.owner.call("POST", "/api/plugins/wish-list/enable", { settings: {} });
      const { items } = await test.tenant.owner.call<Entries>("GET", "/api/p/wish-list/notes");
      expect(items).to.deep.equal([]);
      const nobody = await say("plugin", "publish", "wish-list-0.1.0.tgz", ...to, "--as", "owner@aurum.test");
      expect([nobody.code, nobody.answer.error.code]).to.deep.equal([2, "admin.required"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
