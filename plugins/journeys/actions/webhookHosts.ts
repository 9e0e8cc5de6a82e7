/** Whether the tenant's list has an address's host: `example.com`, `*.example.com` for what is below it, `host:port` for another port. */
export function allowedHost({ host, hostname }: URL, listed: unknown): boolean {
  const hosts = (Array.isArray(listed) ? listed : []).map((each) => String(each).trim().toLowerCase());
  return hosts.some((each) =>
    each.startsWith("*.") ? host.endsWith(each.slice(1)) : each === host || each === hostname,
  );
}
