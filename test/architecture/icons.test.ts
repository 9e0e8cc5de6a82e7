import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { ROOT } from "./sources.ts";

const read = (...place: string[]) => readFileSync(path.join(ROOT, ...place), "utf8");

describe("icons of manifests", () => {
  const carried = Array.from(
    read("web/kit/show/icons.tsx").matchAll(/^ {2}"?([a-z0-9-]+)"?: Icon/gm),
    ([, name = ""]) => name,
  );

  it("are listed in plugins/README.md as the sites carry them", () => {
    const [, list = ""] =
      /`icon` \(of the plugin, of a page\)(.*?)Any other/s.exec(read("plugins/README.md")) ?? [];
    const listed = Array.from(list.matchAll(/`([a-z0-9-]+)`/g), ([, name]) => name);
    expect(listed).to.deep.equal(carried);
  });

  it("are none that the sites do not carry, in the plugins and strategies here", () => {
    const used = ["plugins", "strategies"].flatMap((room) =>
      readdirSync(path.join(ROOT, room), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name }) =>
          Array.from(read(room, name, "plugin.json").matchAll(/"icon": "([^"]+)"/g), ([, icon]) => icon),
        ),
    );
    expect(carried).to.include.members(used);
  });
});
