import type { ReactNode } from "react";

/** In the place of the forms' markdown renderer (see the alias in the build): descriptions here are plain text. */
export function Markdown({ children }: { children?: ReactNode }) {
  return <>{children}</>;
}
