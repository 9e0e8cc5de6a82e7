import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type Channel,
  type Clock,
  type Delivery,
  type EnabledTenant,
  type PlatformContext,
  PlatformError,
  type Sandbox,
  type Storage,
  type TenantContext,
} from "@promostack/core";
import type { Candle, Timeframe } from "@promostack/core/strategy";
import { uuidv7 } from "uuidv7";
import { Outbox } from "../../../host/bot/outbox.ts";
import { migratePlugin } from "../../../host/db/pluginMigrations.ts";
import { dialSocket } from "../../../host/socket/dialSocket.ts";
import { fileNotFound } from "../../../host/store/files.ts";
import { type Prepared, quietLog, type TestDatabase, testDatabase } from "../../../test/kit/database.ts";
import { Market } from "../market/market.ts";
import type { ConnectionDirectory } from "../signals/channels.ts";
import { checkSignals } from "../signals/check.ts";
import { openingDelivered } from "../signals/delivery.ts";
import { followPositions } from "../signals/follow.ts";
import { FeedServer } from "./feedServer.ts";

const SCHEMA = "p_forex_signals";
const MANIFEST: { migrations: { head: number } } = JSON.parse(
  readFileSync(new URL("../plugin.json", import.meta.url), "utf8"),
);
const HEAD = MANIFEST.migrations.head;

/** Many tests open a world: the migrations run once for all of them. */
const MIGRATED: Prepared = {
  name: "forex_signals",
  async prepare(database) {
    const folder = fileURLToPath(new URL("..", import.meta.url));
    await migratePlugin(database, { pluginId: "forex-signals", folder, head: HEAD, platform: true });
  },
};

export interface WorldOptions {
  candles: readonly Candle[];
  timeframe?: Timeframe;
  sandbox: Sandbox;
}

export interface SentMessage {
  tenantId: string;
  dedupeKey: string;
  chat: string;
  text: string;
  refersKey: string | null;
}

/** The plugin over a real database and a real feed server, with contexts made by hand and a clock that a test moves. */
export class World {
  readonly test: TestDatabase;
  readonly feed: FeedServer;
  readonly market = new Market();
  readonly events: { tenantId: string; event: string; payload: Record<string, unknown> }[] = [];
  /** What tenants stored, by key. */
  readonly files = new Map<string, Uint8Array>();
  /** More of the installation's configuration. */
  readonly variables: Record<string, string> = {};
  /** Tenants' secrets, by tenant and name. */
  readonly secrets = new Map<string, string>();
  readonly context: PlatformContext;
  /** Thrown by the next `sendMany`, once: a crash between the parts of a transaction. */
  crash: Error | undefined;
  readonly #tenants: EnabledTenant[] = [];
  readonly #channels = new Map<string, Channel[]>();
  readonly #life = new AbortController();
  #now = new Date(0);

  private constructor(test: TestDatabase, feed: FeedServer, feedUrl: string, sandbox: Sandbox) {
    this.test = test;
    this.feed = feed;
    this.context = this.#makeContext(feedUrl, sandbox);
  }

  static async open({ candles, timeframe = "15min", sandbox }: WorldOptions): Promise<World> {
    const test = await testDatabase({}, quietLog, MIGRATED);
    const feed = new FeedServer(candles, timeframe);
    return new World(test, feed, await feed.listen(), sandbox);
  }

  async close(): Promise<void> {
    this.#life.abort();
    await this.feed.close();
    await this.test.drop();
  }

  /** A tenant with a VIP channel (or the channels given) and these settings. */
  async tenant(settings: Record<string, unknown> = {}, channels: Channel[] = [VIP]): Promise<string> {
    const tenantId = uuidv7();
    await this.test.database.query("insert into host.tenant (id, slug, name) values ($1, $2, 'Test')", [
      tenantId,
      `t-${tenantId.slice(-12)}`,
    ]);
    this.#tenants.push({ tenantId, timezone: "UTC", settings });
    this.#channels.set(tenantId, channels);
    return tenantId;
  }

  settings(tenantId: string, settings: Record<string, unknown>): void {
    const at = this.#tenants.findIndex((each) => each.tenantId === tenantId);
    this.#tenants[at] = { tenantId, timezone: "UTC", settings };
  }

  /** The tenant turns the plugin off. */
  disable(tenantId: string): void {
    this.#tenants.splice(
      this.#tenants.findIndex((each) => each.tenantId === tenantId),
      1,
    );
  }

  at(time: number | string): void {
    this.#now = new Date(time);
    this.feed.now = this.#now.getTime();
  }

  /** What the minute's job and the check of a timeframe do at the clock's time. */
  async tick(timeframe: Timeframe = "15min"): Promise<void> {
    const now = this.#now.getTime();
    await followPositions(this.context, this.market, now);
    await checkSignals(this.context, this.market, timeframe, now);
  }

  async deliver(delivery: Omit<Delivery, "at">): Promise<void> {
    await openingDelivered(this.tenantContext(delivery.tenantId), { ...delivery, at: this.#now });
  }

  rows<Row extends object>(text: string, values: readonly (string | number | Date)[] = []): Promise<Row[]> {
    return this.test.database.system((trx) => trx.many<Row>(text, values), SCHEMA);
  }

  sent(): Promise<SentMessage[]> {
    return this.rows<SentMessage>(
      `select tenant_id as "tenantId", dedupe_key as "dedupeKey", chat, payload ->> 'text' as text, refers_key as "refersKey"
       from host.outbox order by id`,
    );
  }

  tenantContext(tenantId: string): TenantContext {
    const outbox = new Outbox(this.#clock);
    const settings = this.#tenants.find((each) => each.tenantId === tenantId)?.settings ?? {};
    return {
      ...refusing,
      tenantId,
      timezone: "UTC",
      settings,
      clock: this.#clock,
      log: SILENT,
      signal: this.context.signal,
      db: (work) => this.test.database.tenant(tenantId, work, SCHEMA),
      storage: this.#storage(tenantId),
      secret: async (name) => this.secrets.get(`${tenantId} ${name}`),
      publish: async (_trx, event, payload) => void this.events.push({ tenantId, event, payload }),
      withdraw: (trx, keys) => outbox.withdraw(trx, "forex-signals", tenantId, keys),
      forget: (trx, keys) => outbox.forget(trx, "forex-signals", tenantId, keys),
      send: async (trx, message) => (await outbox.add(trx, "forex-signals", [{ ...message, tenantId }])) > 0,
      bot: async (role) => ({
        role,
        botId: "1",
        username: "test_bot",
        channels: this.#channels.get(tenantId) ?? [],
      }),
    };
  }

  /** Content-addressed, in memory. */
  #storage(tenantId: string): Storage {
    return {
      ...refusing.storage,
      put: async (content) => {
        if (!(content instanceof Uint8Array)) throw new TypeError("Only bytes are stored in a test.");
        const key = `${tenantId}/${createHash("sha256").update(content).digest("hex")}.png`;
        this.files.set(key, content);
        return { key, bytes: content.byteLength, contentType: "image/png" };
      },
      get: async (key) => {
        const content = this.files.get(key);
        if (content === undefined) throw fileNotFound(key);
        return chunks(content);
      },
      delete: async (key) => void this.files.delete(key),
    };
  }

  /** The one method of `platform.connections@1` that fan-out calls. */
  #connections<Service extends object>(): Service {
    const directory: ConnectionDirectory = {
      channels: async (_role, ids) =>
        ids.map((tenantId) => ({ tenantId, channels: this.#channels.get(tenantId) ?? [] })),
    };
    if (!isService<Service>(directory)) throw new TypeError("A service is an object.");
    return directory;
  }

  readonly #clock: Clock = {
    now: () => this.#now,
    sleep: () => Promise.reject(new Error("Nothing sleeps in a test.")),
  };

  #makeContext(feedUrl: string, sandbox: Sandbox): PlatformContext {
    const outbox = new Outbox(this.#clock);
    return {
      ...refusing,
      clock: this.#clock,
      log: SILENT,
      signal: this.#life.signal,
      publicUrl: undefined,
      localUrl: feedUrl,
      sandbox,
      fetch,
      dial: (address, signal) =>
        dialSocket(address, signal ? AbortSignal.any([this.#life.signal, signal]) : this.#life.signal),
      config: (name) =>
        ({ TWELVEDATA_BASE_URL: feedUrl, TWELVEDATA_API_KEY: "test-key", ...this.variables })[name],
      tenants: {
        enabled: async ({ after = "", limit = 500 } = {}) =>
          this.#tenants.filter(({ tenantId }) => tenantId > after).slice(0, limit),
        context: async (tenantId) => this.tenantContext(tenantId),
      },
      platformDb: (work) => this.test.database.system(work, SCHEMA),
      sendMany: async (trx, messages) => {
        const added = await outbox.add(trx, "forex-signals", messages);
        const { crash } = this;
        this.crash = undefined;
        if (crash) throw crash;
        return added;
      },
      publishMany: async (_trx, events) => void this.events.push(...events),
      service: <Service extends object>() => this.#connections<Service>(),
    };
  }
}

function isService<Service extends object>(value: object): value is Service {
  return typeof value === "object";
}

/** Faults that a test makes on purpose are not worth a line. */
const SILENT = { ...quietLog, warn: () => undefined };

export const VIP: Channel = { id: "1", chat: "-1001", title: "VIP", kind: "vip" };
export const FREE: Channel = { id: "2", chat: "-1002", title: "Free", kind: "free" };

const refuse = (): never => {
  throw new PlatformError("Not in this test.", { code: "test.absent" });
};

async function* chunks(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content.subarray(0, 10);
  yield content.subarray(10);
}

const refusing = {
  secret: async () => refuse(),
  keepSecret: async () => refuse(),
  platformSecret: async () => refuse(),
  fetch: refuse,
  fetchPublic: async () => refuse(),
  sentByOthers: async () => refuse(),
  service: <Service extends object>(): Service => refuse(),
  storage: {
    put: async () => refuse(),
    get: async () => refuse(),
    delete: async () => refuse(),
    signedUrl: async () => refuse(),
  },
};
