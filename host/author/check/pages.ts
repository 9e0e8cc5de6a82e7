import { type Case, type Finding, inManifest } from "./finding.ts";

/** Whether the pages and widgets that are announced are brought. */
export function pagesHaveAModule({ manifest, sources }: Case): Finding[] {
  const { pages = [], widgets = [] } = manifest.contributes ?? {};
  if (pages.length + widgets.length === 0) return [];
  const [file, text] = [...sources].find(([name]) => MODULES.includes(name)) ?? [];
  if (file === undefined || text === undefined) {
    const fix = `Add ui/index.tsx, whose default export is definePluginUi({ pages, widgets }).`;
    return [inManifest("/contributes/pages", "has pages or widgets, and no module brings them", fix)];
  }
  // Names that are put together at run time are not seen here; the page says so itself then.
  if (!file.endsWith("x")) return [];
  const missing = pages
    .filter(({ path: at }) => !text.includes(`"${at}"`))
    .map(({ path: at }) => `page ${at}`);
  const lost = widgets
    .filter(({ id }) => !new RegExp(`\\b${id}\\b`).test(text))
    .map(({ id }) => `widget ${id}`);
  return [...missing, ...lost].map((what) => ({
    severity: "warning",
    file,
    message: `does not name the ${what} that plugin.json announces`,
    fix: "Bring it in definePluginUi, or take it out of contributes.",
  }));
}

const MODULES = ["ui/index.tsx", "ui/index.js", "ui/dist/index.js"];

export function uiIsAnnounced({ manifest, sources }: Case): Finding[] {
  const { pages = [], widgets = [] } = manifest.contributes ?? {};
  if (!sources.has("ui/index.tsx") || pages.length + widgets.length > 0) return [];
  const fix = "Announce them under contributes, or remove ui/.";
  return [
    {
      severity: "warning",
      file: "ui/index.tsx",
      message: "brings pages that plugin.json does not announce",
      fix,
    },
  ];
}
