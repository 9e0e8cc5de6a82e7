import { Button, type ButtonProps } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode } from "react";

interface PageLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> {
  /** Address below the site's root. */
  to: string;
  /** Search words of the address. */
  search?: Record<string, string>;
  children: ReactNode;
}

/** A link within the site: no reload, and the page is fetched on approach. */
export function PageLink({ to, search, ...rest }: PageLinkProps) {
  return <Link to={to} search={search ?? {}} {...rest} />;
}

/** A link that looks like a button: it goes somewhere, so it is a link to readers and keyboards. */
export function LinkButton({
  to,
  search,
  children,
  ...look
}: ButtonProps & { to: string; search?: Record<string, string>; children: ReactNode }) {
  return (
    <Button renderRoot={(props) => <Link to={to} search={search ?? {}} {...props} />} {...look}>
      {children}
    </Button>
  );
}
