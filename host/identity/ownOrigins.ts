/** Every origin under which a browser may see our own sites: by name and by loopback address, with the port and behind a proxy. */
export function ownOrigins(config: { baseDomain: string; publicUrl?: string }, port: number): string[] {
  const { baseDomain, publicUrl } = config;
  const hosts = new Set([baseDomain, `dash.${baseDomain}`, `admin.${baseDomain}`, "localhost", "127.0.0.1"]);
  return [
    ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin]),
    ...[...hosts].flatMap((host) => [`http://${host}:${port}`, `http://${host}`, `https://${host}`]),
  ];
}
