/** Every origin under which a browser may see our own sites: by name and by loopback address, with the port and behind a proxy. */
export class OwnOrigins {
  readonly #config: { baseDomain: string; publicUrl?: string };
  readonly #port: () => number | undefined;
  #made: { port: number | undefined; origins: readonly string[] } | undefined;

  /** `port` is undefined until the host listens; then nothing is our own. */
  constructor(config: { baseDomain: string; publicUrl?: string }, port: () => number | undefined) {
    this.#config = config;
    this.#port = port;
  }

  /** The same list as long as the port is the same: it is asked for with each request. */
  list(): readonly string[] {
    const port = this.#port();
    if (this.#made === undefined || this.#made.port !== port)
      this.#made = { port, origins: port === undefined ? [] : this.#at(port) };
    return this.#made.origins;
  }

  #at(port: number): string[] {
    const { baseDomain, publicUrl } = this.#config;
    const hosts = new Set([
      baseDomain,
      `dash.${baseDomain}`,
      `admin.${baseDomain}`,
      "localhost",
      "127.0.0.1",
    ]);
    return [
      ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin]),
      ...[...hosts].flatMap((host) => [`http://${host}:${port}`, `http://${host}`, `https://${host}`]),
    ];
  }
}
