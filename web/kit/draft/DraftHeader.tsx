import { IconChevronLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { PageLink } from "../page/PageLink.tsx";
import classes from "./Draft.module.css";

interface DraftHeaderProps {
  /** Where one comes from. */
  back: { to: string; label: string };
  /** Name, state, what can be done. */
  children: ReactNode;
}

/** The line at the top of an editor. */
export function DraftHeader({ back, children }: DraftHeaderProps) {
  return (
    <header className={classes.header}>
      <PageLink to={back.to} aria-label={back.label} className="muted">
        <IconChevronLeft size={18} aria-hidden className="points" style={{ display: "block" }} />
      </PageLink>
      {children}
    </header>
  );
}
