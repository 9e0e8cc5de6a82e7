import { randomBytes } from "node:crypto";
import {
  type Delivery,
  PlatformError,
  type Storage,
  type TelegramUpdate,
  type TenantMessage,
  type Transaction,
} from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { quietLog, type TestDatabase, testDatabase } from "../../../test/kit/database.ts";
import { SteerableClock } from "../../clock/steerableClock.ts";
import { pauseOf } from "../../plugin/invocation.ts";
import type { SecretVault, UpdateMarks } from "../../plugin/ports.ts";
import { Vault } from "../../secret/vault.ts";
import { type BotRuntime, Bots, type BotsPorts } from "../bots.ts";
import { FakeTelegram } from "./fakeTelegram.ts";

export const START = new Date("2026-03-02T10:00:00.000Z");

/** Stands for the plugin kernel: what plugins want, and what reached them. */
class FakeRuntime implements BotRuntime {
  kinds = ["message", "callback_query"];
  wanted = [{ command: "start", description: "Begin" }];
  readonly updates: TelegramUpdate[] = [];
  readonly deliveries: (Delivery & { plugin: string; report: string })[] = [];
  handler: (tenantId: string, update: TelegramUpdate) => Promise<void> = async () => undefined;
  taker: (delivery: Delivery) => Promise<void> = async () => undefined;
  readonly #test: () => TestDatabase;

  constructor(test: () => TestDatabase) {
    this.#test = test;
  }

  async updateKinds() {
    return this.kinds;
  }
  async commands() {
    return this.wanted;
  }
  async handleUpdate(tenantId: string, _role: string, update: TelegramUpdate, marks?: UpdateMarks) {
    await this.handler(tenantId, update);
    const mark = await this.#test().database.tenant(tenantId, async (trx) => marks?.add(trx, "probe"));
    if (mark === undefined || mark === "new") this.updates.push(update);
  }
  async deliver(
    plugin: string,
    report: string,
    delivery: Delivery,
    mark?: (trx: Transaction) => Promise<boolean>,
  ) {
    await this.taker(delivery);
    const first = await this.#test().database.tenant(delivery.tenantId, async (trx) => mark?.(trx));
    if (first !== false) this.deliveries.push({ ...delivery, plugin, report });
  }
}

/** What the kernel says where a plugin's breaker has tripped. */
export const paused = () =>
  new PlatformError("It pauses.", { code: "plugin.tripped", status: 503, retryAfter: 0.01, hint: "Wait." });

const noStorage: Storage = {
  put: () => Promise.reject(new Error("Nothing is stored here.")),
  get: async (key) =>
    (async function* () {
      yield Buffer.from(`bytes of ${key}`);
    })(),
  delete: async () => undefined,
  signedUrl: async () => "",
};

export interface Room {
  test: TestDatabase;
  telegram: FakeTelegram;
  runtime: FakeRuntime;
  clock: SteerableClock;
  vault: SecretVault;
  bots: Bots;
  /** Another replica on the same database. */
  replica(more?: Partial<BotsPorts>): Bots;
  tenant(slug: string): Promise<string>;
  /** A tenant with a connected message bot. */
  connected(slug: string): Promise<string>;
  add(tenantId: string, ...messages: Partial<TenantMessage>[]): Promise<number>;
  rows(tenantId: string): Promise<Record<string, unknown>[]>;
  /** A request of Telegram's to the tenant's message bot, with the right secret: arguments of `webhook.receive`. */
  hook(tenantId: string, update: object): Promise<Parameters<Bots["webhook"]["receive"]>>;
  close(): Promise<void>;
}

/** The whole room on a fresh database, a clock that stands still and a scripted Telegram. */
export async function openRoom(more: Partial<BotsPorts> = {}, given?: TestDatabase): Promise<Room> {
  const [test, telegram] = await Promise.all([given ?? testDatabase(), FakeTelegram.open()]);
  const clock = new SteerableClock({ at: START, rate: 0 });
  const runtime = new FakeRuntime(() => test);
  const key = { id: "test", bytes: randomBytes(32) };
  const vault = new Vault(test.database, key);
  const ports: BotsPorts = {
    database: test.database,
    vault,
    storage: () => noStorage,
    clock,
    log: { ...quietLog, warn: () => undefined, error: () => undefined },
    runtime: () => runtime,
    pauseOf,
    apiRoot: () => telegram.address,
    mode: "webhook",
    webhookBase: () => "https://hooks.test",
    ...more,
    tuning: { leaseMs: 400, timeoutSeconds: 2, inboxBackOffMs: 20, ...more.tuning },
  };
  const replicas: Bots[] = [];
  const replica = (other: Partial<BotsPorts> = {}) => {
    const made = new Bots({ ...ports, ...other, tuning: { ...ports.tuning, ...other.tuning } });
    replicas.push(made);
    return made;
  };
  const bots = replica();
  const room: Room = {
    test,
    telegram,
    runtime,
    clock,
    vault,
    bots,
    replica,
    async tenant(slug) {
      const id = uuidv7();
      await test.database.query("insert into host.tenant (id, slug, name) values ($1, $2, $2)", [id, slug]);
      return id;
    },
    async connected(slug) {
      const tenantId = await room.tenant(slug);
      await bots.connections.connect({ tenantId, role: "message_bot", token: tokenOf(slug) });
      return tenantId;
    },
    add: (tenantId, ...messages) =>
      test.database.tenant(tenantId, (trx) =>
        bots.outbox.add(
          trx,
          "probe",
          messages.map((message) => ({
            tenantId,
            role: "message_bot",
            chat: "42",
            method: "sendMessage",
            payload: { text: message.dedupeKey ?? "hello" },
            dedupeKey: uuidv7(),
            ...message,
          })),
        ),
      ),
    rows: (tenantId) =>
      test.database.query(
        `select dedupe_key as key, state, attempts, message_id as "messageId", error, chat from host.outbox
         where tenant_id = $1 order by id`,
        [tenantId],
      ),
    async hook(tenantId, update) {
      const [row] = await test.database.query<{ id: string }>(
        "select public_id as id from host.connection where tenant_id = $1 and role = 'message_bot'",
        [tenantId],
      );
      const secret = telegram.secrets.get(row?.id ?? "") ?? "";
      return [
        "message_bot",
        row?.id ?? "",
        { "x-telegram-bot-api-secret-token": secret },
        JSON.stringify(update),
      ];
    },
    async close() {
      for (const each of replicas) await each.stop();
      await telegram.close();
      await test.drop();
    },
  };
  return room;
}

/** A well-formed token; the same slug gives the same bot. */
export function tokenOf(slug: string): string {
  const id = [...slug].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_000_000;
  return `${100_000_000 + id}:AAtest-token-of-${slug}-xxxxxxxxxxxxxxxxxxxx`;
}
