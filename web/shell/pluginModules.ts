import { queryOptions } from "@tanstack/react-query";
import type { PluginUiAddress } from "../api/plugins.ts";
import type { PluginUi } from "../kit/page/pluginUi.ts";
import { texts } from "../kit/texts.ts";

/** While the pages themselves are developed, plugins' pages come from their sources, so that they change as one saves. */
const sources = import.meta.env.DEV
  ? import.meta.glob<{ default: unknown }>("../../plugins/*/ui/index.tsx")
  : {};

/** What a plugin brings to the pages, from its release's own address: asked for once, and anew when the release changes. */
export function pluginUi(plugin: string, ui: PluginUiAddress | undefined) {
  return queryOptions({
    queryKey: ["plugin-ui", plugin, ui?.module ?? ""],
    queryFn: () => load(plugin, ui),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

async function load(plugin: string, ui: PluginUiAddress | undefined): Promise<PluginUi | null> {
  const source = sources[`../../plugins/${plugin}/ui/index.tsx`];
  if (source !== undefined) return checked((await source()).default);
  if (ui === undefined) return null;
  const tries = tried.get(ui.module) ?? 0;
  tried.set(ui.module, tries + 1);
  // A browser keeps a module that failed or hangs as it is: another try is another address of the same file.
  const address = tries === 0 ? ui.module : `${ui.module}?again=${tries}`;
  const [loaded] = await Promise.all([
    inTime(import(/* @vite-ignore */ address)),
    inTime(styled(plugin, ui.styles)),
  ]);
  const module: { default?: unknown } = loaded;
  const found = checked(module.default);
  tried.delete(ui.module);
  return found;
}

/** How often each module was asked for in vain. */
const tried = new Map<string, number>();
const PATIENCE_MS = 10_000;

/** A module that never comes to its end must not keep the reader waiting for ever. */
async function inTime<Found>(work: Promise<Found>): Promise<Found> {
  let timer: number | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = window.setTimeout(() => reject(new Error(texts.slot.late)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    window.clearTimeout(timer);
  }
}

function checked(exported: unknown): PluginUi {
  if (isPluginUi(exported)) return exported;
  throw new Error(texts.slot.noUi);
}

function isPluginUi(value: unknown): value is PluginUi {
  return typeof value === "object" && value !== null && "pages" in value && typeof value.pages === "object";
}

/** The release's style sheet, there before its first page is drawn; the one of the release before it goes. */
async function styled(plugin: string, href: string | undefined): Promise<void> {
  const before = [...document.querySelectorAll<HTMLLinkElement>(`link[data-plugin="${CSS.escape(plugin)}"]`)];
  if (href !== undefined && !before.some((link) => link.getAttribute("href") === href)) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.dataset.plugin = plugin;
    const there = new Promise((resolve, reject) => {
      link.addEventListener("load", resolve);
      link.addEventListener("error", () => {
        link.remove();
        reject(new Error(texts.slot.noStyles));
      });
    });
    document.head.append(link);
    await there;
  }
  for (const link of before) if (link.getAttribute("href") !== href) link.remove();
}
