import { usePlace } from "../kit/page/place.ts";
import { Empty } from "../kit/show/states.tsx";
import { placedPages, useCatalogue } from "../shell/catalogue.ts";
import { Frame } from "../shell/Frame.tsx";
import type { NavSection } from "../shell/Navigation.tsx";
import { PlaygroundMark } from "../shell/PlaygroundMark.tsx";
import { TenantHead } from "../shell/TenantHead.tsx";
import { words } from "../shell/texts.ts";

/** The tenants' site: what the platform brings, and a section for each enabled plugin, by the server's word. */
export function DashFrame() {
  const { session, tenant } = usePlace();
  const { plugins, isError } = useCatalogue();
  if (tenant === undefined)
    return (
      <Frame
        head={<TenantHead />}
        sections={[]}
        page={<Empty title={words.noTenant}>{words.noTenantText}</Empty>}
      />
    );
  const sections: NavSection[] = [
    {
      items: [
        { to: "/", label: words.home, icon: "home" },
        { to: "/plugins", label: words.plugins, icon: "puzzle" },
      ],
    },
    // The rest waits for the server's word on plugins, so that nothing moves when it comes.
    ...(plugins === undefined && !isError ? [] : rest(placedPages(plugins ?? [], "dash"))),
  ];
  return (
    <Frame head={<TenantHead />} sections={sections} aside={session.playground ? <PlaygroundMark /> : null} />
  );
}

function rest(pages: ReturnType<typeof placedPages>): NavSection[] {
  return [
    ...pluginSections(pages),
    {
      title: words.workspace,
      items: [
        { to: "/connections", label: words.connections, icon: "plug" },
        { to: "/messages", label: words.messages, icon: "messages" },
        { to: "/jobs", label: words.jobs, icon: "clock" },
        { to: "/settings", label: words.settings, icon: "settings" },
      ],
    },
  ];
}

function pluginSections(pages: ReturnType<typeof placedPages>): NavSection[] {
  const titles = [...new Set(pages.map(({ section, pluginTitle }) => section ?? pluginTitle))];
  return titles.map((title) => ({
    title,
    items: pages
      .filter(({ section, pluginTitle }) => (section ?? pluginTitle) === title)
      .map(({ path, title: label, icon }) => ({ to: path, label, icon })),
  }));
}
