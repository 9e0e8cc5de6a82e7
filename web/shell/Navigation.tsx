import { PageLink } from "../kit/page/PageLink.tsx";
import { NamedIcon } from "../kit/show/icons.tsx";
import type { PlacedPage } from "./catalogue.ts";
import classes from "./Frame.module.css";

export interface NavItem {
  to: string;
  label: string;
  icon: string | undefined;
}

export interface NavSection {
  /** Absent for the first, which needs no heading. */
  title?: string;
  items: readonly NavItem[];
}

/** A section for each plugin that brings pages, in the plugin's own words. One that is a single page of that name needs no heading beside. */
export function pluginSections(pages: readonly PlacedPage[]): NavSection[] {
  const sections: NavSection[] = [];
  for (const title of new Set(pages.map(sectionOf))) {
    const items = pages
      .filter((page) => sectionOf(page) === title)
      .map(({ path, title: label, icon }) => ({ to: path, label, icon }));
    const alone = items.length === 1 && items[0]?.label === title;
    const before = sections.at(-1);
    if (!alone) sections.push({ title, items });
    else if (before !== undefined && before.title === undefined)
      sections[sections.length - 1] = { items: [...before.items, ...items] };
    else sections.push({ items });
  }
  return sections;
}

function sectionOf({ section, pluginTitle }: PlacedPage): string {
  return section ?? pluginTitle;
}

/** The site's pages, the one that is open marked by colour and for readers. */
export function Navigation({ sections, pathname }: { sections: readonly NavSection[]; pathname: string }) {
  const here = current(sections, pathname);
  return (
    <>
      {sections.map(({ title, items }) => (
        <div key={title ?? items[0]?.to}>
          {title === undefined ? null : <div className={classes.section}>{title}</div>}
          <ul className={classes.list} aria-label={title}>
            {items.map(({ to, label, icon }) => (
              <li key={to}>
                <PageLink
                  to={to}
                  className={classes.item}
                  data-here={here === to || undefined}
                  aria-current={here === to ? "page" : undefined}
                >
                  <NamedIcon name={icon} />
                  <span className="clip">{label}</span>
                </PageLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function current(sections: readonly NavSection[], pathname: string): string | undefined {
  return sections
    .flatMap(({ items }) => items.map(({ to }) => to))
    .filter((to) => pathname === to || (to !== "/" && pathname.startsWith(`${to}/`)))
    .sort((a, b) => b.length - a.length)[0];
}
