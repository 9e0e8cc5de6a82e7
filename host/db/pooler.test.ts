import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import pg from "pg";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { deriveKey, readKey } from "../secret/key.ts";
import { type Database, openDatabase } from "./database.ts";

const A = "01900000-0000-7000-8000-00000000000a";
const B = "01900000-0000-7000-8000-00000000000b";
const READY = "Z".charCodeAt(0);
const IDLE = "I".charCodeAt(0);

interface Backend {
  client: pg.Client;
  /** Whose transaction it serves now. */
  user: Session | undefined;
}

interface Session {
  socket: Socket;
  backend: Backend | undefined;
  /** What the client sent while no backend was free. */
  waiting: Buffer[];
}

/**
 * A pooler in transaction mode, as strict as they come: two server connections for each role, and whoever begins a transaction gets
 * the one that was longest unused, hence nearly never the one from before. Nothing is reset between users.
 */
class Pooler {
  readonly #backends = new Map<string, Promise<Backend>[]>();
  readonly #free = new Map<string, Backend[]>();
  readonly #queues = new Map<string, Session[]>();
  readonly #sockets = new Set<Socket>();
  readonly #addressOf: (user: string) => string;
  readonly #server = createServer((socket) => this.#greet(socket));
  /** Transactions that were begun on another connection than the session's last. */
  handovers = 0;

  constructor(addressOf: (user: string) => string) {
    this.#addressOf = addressOf;
  }

  async listen(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    return typeof address === "object" ? (address?.port ?? 0) : 0;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    for (const backends of this.#backends.values()) {
      for (const backend of backends) (await backend).client.connection.stream.destroy();
    }
  }

  #greet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => this.#sockets.delete(socket));
    socket.once("data", (startup) => {
      const words = startup.subarray(8).toString("utf8").split("\0");
      const user = words[words.indexOf("user") + 1] ?? "";
      const session: Session = { socket, backend: undefined, waiting: [] };
      void this.#prepare(user).then(() => {
        socket.on("data", (bytes) => this.#fromClient(user, session, bytes));
        socket.write(Buffer.concat([frame("R", Buffer.alloc(4)), frame("Z", Buffer.from("I"))]));
      });
    });
  }

  async #prepare(user: string): Promise<void> {
    const known = this.#backends.get(user) ?? [1, 2].map(() => this.#connect(user));
    this.#backends.set(user, known);
    const backends = await Promise.all(known);
    if (!this.#free.has(user)) this.#free.set(user, backends);
  }

  async #connect(user: string): Promise<Backend> {
    const client = new pg.Client({ connectionString: this.#addressOf(user) });
    client.on("error", () => undefined);
    await client.connect();
    const backend: Backend = { client, user: undefined };
    const { stream } = client.connection;
    stream.removeAllListeners("data");
    let rest = Buffer.alloc(0);
    stream.on("data", (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      let end = 0;
      let idle = false;
      while (rest.length >= end + 5 && rest.length >= end + 1 + rest.readInt32BE(end + 1)) {
        idle = rest[end] === READY && rest[end + 5] === IDLE;
        end += 1 + rest.readInt32BE(end + 1);
      }
      const session = backend.user;
      session?.socket.write(rest.subarray(0, end));
      rest = Buffer.from(rest.subarray(end));
      if (idle && session) this.#release(user, session, backend);
    });
    return backend;
  }

  #fromClient(user: string, session: Session, bytes: Buffer): void {
    if (bytes[0] === "X".charCodeAt(0)) return void session.socket.end();
    if (session.backend) return void session.backend.client.connection.stream.write(bytes);
    session.waiting.push(bytes);
    const queue = this.#queues.get(user) ?? [];
    this.#queues.set(user, queue);
    if (!queue.includes(session)) queue.push(session);
    this.#serve(user);
  }

  readonly #last = new WeakMap<Session, Backend>();

  #serve(user: string): void {
    const free = this.#free.get(user) ?? [];
    const queue = this.#queues.get(user) ?? [];
    while (free.length > 0 && queue.length > 0) {
      const [backend, session] = [free.shift(), queue.shift()];
      if (!backend || !session) return;
      if (this.#last.get(session) !== backend) this.handovers++;
      this.#last.set(session, backend);
      backend.user = session;
      session.backend = backend;
      for (const bytes of session.waiting.splice(0)) backend.client.connection.stream.write(bytes);
    }
  }

  #release(user: string, session: Session, backend: Backend): void {
    session.backend = undefined;
    backend.user = undefined;
    this.#free.get(user)?.push(backend);
    this.#serve(user);
  }
}

function frame(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

describe("database behind a pooler in transaction mode", () => {
  let test: TestDatabase;
  let pooler: Pooler;
  let database: Database;

  before(async () => {
    test = await testDatabase();
    const key = await readKey(test.config);
    pooler = new Pooler((user) => {
      const url = new URL(test.url);
      url.username = user;
      url.password = deriveKey(key, `role ${user}`).toString("hex");
      return url.href;
    });
    const url = new URL(test.url);
    url.port = String(await pooler.listen());
    database = await openDatabase(
      { ...test.config, databaseUrl: url.href, databaseDirectUrl: test.url, databasePool: 8 },
      quietLog,
    );
    await database.owner(async (trx) => {
      await trx.run("create table host.note (tenant_id uuid, id int, primary key (tenant_id, id))");
      await trx.run("select host.secure('host.note')");
    });
  });
  after(async () => {
    await database?.close();
    await pooler?.close();
    await test?.drop();
  });

  it("keeps tenants apart while many transactions share few connections", async () => {
    const work = Array.from({ length: 80 }, (_, index) => index).map(async (index) => {
      const tenant = index % 2 === 0 ? A : B;
      const rows = await database.tenant(tenant, async (trx) => {
        await trx.run("insert into note values ($1, $2)", [tenant, index]);
        await sleep(index % 3);
        return trx.many<{ tenant_id: string }>("select tenant_id from note where id >= $1", [0]);
      });
      return rows.every((row) => row.tenant_id === tenant);
    });
    expect((await Promise.all(work)).every(Boolean)).to.equal(true);
    expect(await database.query("select count(*) from host.note")).to.deep.equal([{ count: 80 }]);
    expect(pooler.handovers).to.be.above(10);
  });

  it("undoes what fails, and serves system and single statements too", async () => {
    const failed = database.tenant(A, async (trx) => {
      await trx.run("delete from note");
      throw new Error("changed my mind");
    });
    expect(await failed.catch((error: Error) => error.message)).to.equal("changed my mind");
    const counts = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 2 === 0
          ? database.system((trx) => trx.one("select count(*) as count from note where id >= $1", [0]))
          : database
              .query("select count(*) as count from host.note where id >= $1", [0])
              .then(([row]) => row),
      ),
    );
    expect(counts).to.deep.equal(Array.from({ length: 12 }, () => ({ count: 80 })));
  });

  it("listens and locks past it", async () => {
    const heard: string[] = [];
    const listening = await database.listen("news", (payload) => heard.push(payload));
    await database.tenant(A, (trx) => trx.run("select pg_notify('news', 'told')"));
    await eventually(() => heard.length > 0);
    expect(heard).to.deep.equal(["told"]);
    await listening.dispose();
    const held = await database.lock("leader");
    expect(await held?.alive()).to.equal(true);
    await held?.release();
  });
});
