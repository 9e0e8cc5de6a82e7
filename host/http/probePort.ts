import { createServer } from "node:net";

/** What would keep a server from listening there, such as `EADDRINUSE`; undefined where nothing does at the moment. */
export function probePort(port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
      .once("error", resolve)
      .listen(port, () => server.close(() => resolve(undefined)));
  });
}
