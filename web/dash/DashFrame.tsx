import { usePlace } from "../kit/page/place.ts";
import { Empty } from "../kit/show/states.tsx";
import { type PlacedPage, useTenantPages } from "../shell/catalogue.ts";
import { Frame } from "../shell/Frame.tsx";
import { type NavSection, pluginSections } from "../shell/Navigation.tsx";
import { PlaygroundMark } from "../shell/PlaygroundMark.tsx";
import { TenantHead } from "../shell/TenantHead.tsx";
import { words } from "../shell/texts.ts";

/** The tenants' site: what the platform brings, and a section for each enabled plugin, by the server's word. */
export function DashFrame() {
  const { session, tenant } = usePlace();
  const { pages, isError } = useTenantPages();
  if (tenant === undefined)
    return (
      <Frame
        head={<TenantHead />}
        sections={[]}
        page={
          <Empty whole title={words.noTenant}>
            {words.noTenantText}
          </Empty>
        }
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
    ...(pages === undefined && !isError ? [] : rest(pages ?? [])),
  ];
  return (
    <Frame head={<TenantHead />} sections={sections} aside={session.playground ? <PlaygroundMark /> : null} />
  );
}

function rest(pages: readonly PlacedPage[]): NavSection[] {
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
