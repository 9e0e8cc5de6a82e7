import { connect, createServer, type Server, type Socket } from "node:net";

/** A wire to PostgreSQL that can be cut, as an outage of the network or the server cuts it. */
export class Wire {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  readonly #target: URL;

  constructor(target: string) {
    this.#target = new URL(target);
  }

  /** Listens (again, on the same port) and answers the address to use instead of the target's. */
  async join(): Promise<string> {
    const server = createServer((near) => {
      const far = connect(Number(this.#target.port), "127.0.0.1");
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket
          .on("error", () => socket.destroy())
          .on("close", () => {
            this.#sockets.delete(socket);
            near.destroy();
            far.destroy();
          });
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    const address = server.address();
    this.#port = typeof address === "object" ? (address?.port ?? 0) : 0;
    this.#server = server;
    const url = new URL(this.#target);
    url.port = String(this.#port);
    return url.href;
  }

  /** Ends every connection and takes no more. */
  async cut(): Promise<void> {
    const server = this.#server;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => server?.close(resolve));
  }
}
