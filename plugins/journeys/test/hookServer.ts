import { createServer, type IncomingHttpHeaders } from "node:http";

/** A call that arrived. */
export interface Arrived {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A webhook's server on this machine: answers what it was told to, each once, then 200. */
export class HookServer {
  readonly arrived: Arrived[] = [];
  readonly next: { status: number; body?: string; location?: string }[] = [];
  readonly #server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    this.arrived.push({ headers: request.headers, body });
    const { status, body: text = "", location } = this.next.shift() ?? { status: 200 };
    response.writeHead(status, location === undefined ? {} : { location }).end(text);
  });

  /** Answers `host:port`. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The server does not listen.");
    return `127.0.0.1:${address.port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
