import { connect, createServer, type Server, type Socket } from "node:net";
import { freePort } from "./freePort.ts";

/** A wire to PostgreSQL that can be cut, as an outage of the network or the server cuts it. */
export class Wire {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port: number | undefined;
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
    const port = this.#port ?? (await freePort());
    this.#port = port;
    await new Promise<void>((resolve, reject) =>
      server.once("error", reject).listen(port, "127.0.0.1", resolve),
    );
    this.#server = server;
    const url = new URL(this.#target);
    url.port = String(port);
    return url.href;
  }

  /** Ends every connection and takes no more. */
  async cut(): Promise<void> {
    const server = this.#server;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => server?.close(resolve));
  }
}
