import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Disposable } from "@promostack/core";
import { expect } from "chai";
import { testDatabase } from "../testkit/database.ts";
import { OWNER, type Person, signIn } from "../testkit/host.ts";
import { createPlugin } from "./createPlugin.ts";
import { DevServer } from "./devServer.ts";

describe("the platform with a plugin that is being written", () => {
  let cwd: string;
  let folder: string;
  let server: DevServer;
  let owner: Person;
  let drop: () => Promise<void>;

  /** Replaces words of one of the plugin's files. */
  const edit = async (file: string, from: string, to: string) => {
    const text = await readFile(path.join(folder, file), "utf8");
    expect(text).to.include(from);
    await writeFile(path.join(folder, file), text.replace(from, to));
  };
  const write = () => owner.call<{ text: string }>("POST", "/api/p/my-notes/notes", { text: "milk" });

  before(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), "promostack-dev-test-"));
    ({ folder } = await createPlugin("my-notes", cwd));
    // Building pages takes a second each time; the pack's own tests see to them.
    await rm(path.join(folder, "ui"), { recursive: true });
    const manifest = JSON.parse(await readFile(path.join(folder, "plugin.json"), "utf8"));
    delete manifest.contributes.pages;
    delete manifest.capabilities.ui;
    await writeFile(path.join(folder, "plugin.json"), JSON.stringify(manifest, null, 2));
    const test = await testDatabase();
    drop = () => test.drop();
    server = await DevServer.start(folder, test.config);
    expect(server.problem).to.equal(undefined);
    expect(await server.enableForFirst()).to.equal("Aurum Signals");
    owner = await signIn(server.host.url, OWNER);
  });
  after(async () => {
    await server?.stop();
    await drop?.();
    await rm(cwd, { recursive: true, force: true });
  });

  it("answers as the sources say", async () => {
    expect((await write()).text).to.equal("milk");
  });

  it("takes up what was saved, the whole graph of it, and tells open pages to load again", async () => {
    const heard: string[] = [];
    const line: Disposable = await server.host.database.listen("live", (payload) => heard.push(payload));
    await edit("notes.ts", "return { id, text, author,", "return { id, text: text.toUpperCase(), author,");
    await server.reload();
    expect((await write()).text).to.equal("MILK");
    expect(heard).to.include("reload");
    await line.dispose();
  });

  it("goes on with the release before while the sources are wrong, and says file and line", async () => {
    await edit("routes.ts", "export function", "export export function");
    const error = await server.reload().catch((cause: unknown) => cause);
    expect(error)
      .to.have.property("message")
      .that.matches(/routes\.ts:\d+:\d+/);
    expect((await write()).text).to.equal("MILK");
    await edit("routes.ts", "export export function", "export function");
    await edit("index.ts", `tenantJob("tidy"`, `tenantJob("tidyy"`);
    const refused = await server.reload().catch((cause: unknown) => cause);
    expect(refused).to.have.property("message").that.includes("tidyy is not announced");
    expect((await write()).text).to.equal("MILK");
  });

  it("begins anew with another version, on the same address and data", async () => {
    const { port } = server.host;
    await edit("index.ts", `tenantJob("tidyy"`, `tenantJob("tidy"`);
    await edit("plugin.json", `"version": "0.1.0"`, `"version": "0.2.0"`);
    await edit("package.json", `"version": "0.1.0"`, `"version": "0.2.0"`);
    expect((await server.reload()).version).to.equal("0.2.0");
    expect(server.host.port).to.equal(port);
    const { items } = await owner.call<{ items: unknown[] }>("GET", "/api/p/my-notes/notes");
    expect(items).to.have.lengthOf(4);
  });
});
