import { readFileSync } from "node:fs";
import path from "node:path";
import { DEPRECATIONS } from "@promostack/core";
import { expect } from "chai";
import { apiPages, apiVersion, type Pages } from "./apiPages.ts";
import { exportedModules } from "./declarations.ts";
import { ROOT } from "./sources.ts";

describe("the plugin API", () => {
  let pages: Pages;
  before(() => {
    pages = apiPages();
  });

  it("is what the report and the reference page in the repository say", () => {
    for (const [file, text] of Object.entries(pages))
      expect(readFileSync(path.join(ROOT, file), "utf8"), `${file}: run \`npm run reference\``).to.equal(
        text,
      );
  });

  it("has its names in the report, with their signatures and without their comments", () => {
    const report = pages["core/API.md"] ?? "";
    expect(report)
      .to.include("interface Setup {")
      .and.include("function definePlugin(")
      .and.include("# The API");
    expect(report).not.to.include("/**");
  });

  it("explains every type that a plugin is handed", () => {
    const modules = exportedModules("index").filter(({ name }) =>
      ["plugin", "tenant", "platform", "route"].includes(name),
    );
    expect(modules).to.have.lengthOf(4);
    const silent = modules.flatMap(({ declarations }) =>
      declarations.filter(({ comment, text, exported }) => exported && !comment && !text.includes("/**")),
    );
    expect(silent.map(({ name }) => name).filter((name) => !SELF_EVIDENT.has(name))).to.deep.equal([]);
  });

  it("warns of what ends for a minor version at least, and lets nothing stay beyond its end", () => {
    for (const { name, since, until } of DEPRECATIONS) {
      expect(place(until), `${name} ends in ${until}`).to.be.at.least(place(since) + 1);
      expect(place(apiVersion()), `${name} was to be gone in ${until}`).to.be.below(place(until));
    }
  });

  it("names the same deprecations in the list and in the sources", () => {
    const reference = pages["plugins/REFERENCE.md"] ?? "";
    const tags = [...reference.matchAll(/@deprecated since (\S+), until (\S+):/g)].map(
      ([, since, until]) => `${since} ${until}`,
    );
    const listed = DEPRECATIONS.filter(({ name }) => !name.startsWith("/"));
    expect(tags.sort()).to.deep.equal(listed.map(({ since, until }) => `${since} ${until}`).sort());
    const loose = (reference.match(/@deprecated/g) ?? []).length;
    expect(loose, "write `@deprecated since 0.2.0, until 0.3.0: what to use instead`").to.equal(tags.length);
  });
});

/** Versions in the order of their majors and minors. */
function place(version: string): number {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major * 1_000 + minor;
}

/** Said by their names and members. */
const SELF_EVIDENT = new Set([
  "PlatformJob",
  "TenantJob",
  "TenantRole",
  "RouteShape",
  "reply",
  "isReply",
  "isPlugin",
]);
