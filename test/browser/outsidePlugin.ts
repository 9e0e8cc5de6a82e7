import { plainManifest, type Workshop } from "../contract/workshop.ts";
import { bundledSetWith } from "../kit/bundledSet.ts";

/**
 * A plugin that no build of this repository knows: its pages are plain modules, as any bundler writes them. Answers a
 * bundled set with this release of it beside the plugins that are always there.
 */
export async function setWithOutsidePlugin(workshop: Workshop, version: string): Promise<string> {
  const folder = await workshop.plugin("outside", { ...MANIFEST, version }, "{ setup() {} }", {
    "ui/index.js": entry(version),
    "ui/later.js": LATER,
    "ui/index.css": ".outside-note { border-inline-start: 7px solid rgb(1, 2, 3); }",
    "ui/secret.ts": "export const secret = 'not a page';",
  });
  return bundledSetWith(folder, { path: folder });
}

const MANIFEST = {
  ...plainManifest("outside"),
  title: "Outside notes",
  capabilities: { ui: true },
  tenancy: { scope: "tenant", default: "disabled" },
  contributes: {
    pages: [
      { site: "dash", path: "/outside", title: "Notes", section: "Outside notes" },
      { site: "dash", path: "/outside/broken", title: "Broken", section: "Outside notes" },
      { site: "dash", path: "/outside/stuck", title: "Stuck", section: "Outside notes" },
      { site: "dash", path: "/outside/lost", title: "Lost", section: "Outside notes" },
      { site: "admin", path: "/outside-admin", title: "All notes", section: "Outside notes" },
    ],
    widgets: [{ id: "balance", title: "Balance of notes" }],
  },
};

const entry = (version: string) => `
import { Badge } from "@mantine/core";
import { Stack } from "@mantine/core/Stack";
import { definePluginUi, Page, Section, usePlace } from "@promostack/ui";
import { lazy, useState } from "react";
import { jsx, jsxs } from "react/jsx-runtime";

function Notes() {
  const [count, setCount] = useState(0);
  const { tenant } = usePlace();
  const button = jsx("button", { onClick: () => setCount(count + 1), children: "Count " + count });
  return jsx(Page, { title: "Notes of " + tenant.name, children:
    jsxs(Stack, { className: "outside-note", children: [jsx(Badge, { children: "Release ${version}" }), button] }) });
}

function Broken() {
  throw new Error("This page cannot be drawn.");
}

function Balance() {
  return jsx(Section, { title: "Balance of notes", children: "Nothing owed in ${version}" });
}

const Later = lazy(() => import("./later.js"));
const Stuck = lazy(() => new Promise(() => undefined));
const Lost = lazy(() => import("./not-there.js"));
export default definePluginUi({
  pages: { "/outside": Notes, "/outside/broken": Broken, "/outside/stuck": Stuck, "/outside/lost": Lost, "/outside-admin": Later },
  widgets: { balance: Balance },
});
`;

const LATER = `
import { Page } from "@promostack/ui";
import { jsx } from "react/jsx-runtime";

export default function AllNotes() {
  return jsx(Page, { title: "All notes", children: "Of every tenant." });
}
`;
