import type { ReactNode } from "react";
import classes from "./Draft.module.css";

/** An editor's whole page: as high as the window, without the room around other pages. */
export function DraftPage({ children }: { children: ReactNode }) {
  return <div className={classes.page}>{children}</div>;
}
