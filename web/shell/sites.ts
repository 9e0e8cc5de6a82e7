/** The other site of this installation, by the names of the hosts: `dash.` and `admin.` before the same domain. */
export function siteAddress(site: "dash" | "admin", known?: { dash: string; admin: string }): string {
  if (known) return known[site];
  const { protocol, hostname, port } = window.location;
  const base = /^(\d+\.){3}\d+$|^\[/.test(hostname) ? "localhost" : hostname.replace(/^(dash|admin)\./, "");
  return `${protocol}//${site}.${base}${port === "" ? "" : `:${port}`}`;
}
