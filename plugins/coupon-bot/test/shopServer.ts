import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";

/** A call that arrived. */
export interface Arrived {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Reply = (response: ServerResponse, arrived: Arrived) => void;

const json =
  (status: number, body: unknown, type = "application/json") =>
  (response: ServerResponse) =>
    response
      .writeHead(status, { "content-type": type })
      .end(typeof body === "string" ? body : JSON.stringify(body));

/** What strangers' servers do, by the first part of the path. */
const REPLIES: Readonly<Record<string, Reply>> = {
  good: json(200, { ok: true, coupon: { percent: 20, name: "Spring\u0000 sale" } }),
  no: json(200, { ok: false, why: "ended" }),
  missing: json(404, { error: "unknown" }),
  fails: json(500, { ok: false }),
  unauthorized: json(401, { ok: false }),
  page: json(200, '<html>{"ok":true}</html>', "text/html; charset=utf-8"),
  words: json(200, "ok: true"),
  list: json(200, [true]),
  deep: json(200, `${"[".repeat(20_000)}${"]".repeat(20_000)}`),
  huge: (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const more = () => {
      while (response.write("x".repeat(65_536))) if (response.destroyed) return;
      response.once("drain", more);
    };
    more();
  },
  away: (response) => response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end(),
  cut: (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" }).write('{"ok":');
    response.destroy();
  },
  hangs: () => undefined,
  drips: (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const drip = setInterval(() => response.write(" "), 50);
    response.once("close", () => clearInterval(drip));
  },
};

/** A shop's server on this machine, over real HTTP, that behaves as its paths say. */
export class ShopServer {
  readonly arrived: Arrived[] = [];
  /** Answers that come first, whatever the path. */
  readonly next: Reply[] = [];
  readonly #server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { method = "", url: path = "", headers } = request;
    const arrived = { method, path, headers, body };
    this.arrived.push(arrived);
    const reply = this.next.shift() ?? REPLIES[path.split(/[/?]/)[1] ?? ""];
    if (reply === undefined) response.writeHead(404).end();
    else reply(response, arrived);
  });

  /** Answers `host:port`. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The server does not listen.");
    return `127.0.0.1:${address.port}`;
  }

  fail(): void {
    this.next.push(json(503, {}));
  }

  /** The next one that arrives waits until it is let go, and is good then. */
  hold(): { release(): void } {
    const held: ServerResponse[] = [];
    this.next.push((response) => {
      held.push(response);
    });
    return { release: () => held.forEach(json(200, { ok: true })) };
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
