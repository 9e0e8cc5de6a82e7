import type {
  BotIdentity,
  BotRole,
  Channel,
  Clock,
  Delivery,
  Disposable,
  Log,
  SentMessage,
  Storage,
  TelegramUpdate,
  TenantMessage,
  Transaction,
} from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { HostRoute } from "../http/hostRoute.ts";
import type { SecretVault, SentTo, UpdateMarks } from "../plugin/ports.ts";
import { CallbackAnswers } from "./callbackAnswers.ts";
import { type ChannelStatus, Channels } from "./channels.ts";
import { ChatMembership } from "./chatMembership.ts";
import type { Paces } from "./chatPace.ts";
import { ConnectionStore } from "./connectionStore.ts";
import { Connections } from "./connections.ts";
import type { ConnectionView } from "./connectionView.ts";
import { DeliveryReports } from "./deliveryReports.ts";
import { Dispatcher } from "./dispatcher.ts";
import { Fleet } from "./fleet.ts";
import { Inbox } from "./inbox.ts";
import { InboxQueue } from "./inboxQueue.ts";
import { MediaFiles } from "./mediaFiles.ts";
import { MessageLog } from "./messageLog.ts";
import { messageRoutes } from "./messageRoutes.ts";
import { Outbox } from "./outbox.ts";
import { OutboxQueue } from "./outboxQueue.ts";
import { Polling } from "./polling.ts";
import { connectionRoutes } from "./routes.ts";
import { Sender } from "./sender.ts";
import { Webhook } from "./webhook.ts";
import { WebhookRegistration } from "./webhookRegistration.ts";

/** The plugin kernel as this room uses it; a function in the ports, because the kernel is made with this room's outbox. */
export interface BotRuntime {
  updateKinds(tenantId: string, role: BotRole): Promise<string[]>;
  commands(tenantId: string, role: BotRole): Promise<{ command: string; description: string }[]>;
  handleUpdate(tenantId: string, role: BotRole, update: TelegramUpdate, marks?: UpdateMarks): Promise<void>;
  deliver(
    plugin: string,
    report: string,
    delivery: Delivery,
    mark?: (trx: Transaction) => Promise<boolean>,
  ): Promise<void>;
}

export interface BotsPorts {
  database: Database;
  vault: SecretVault;
  storage: (tenantId: string) => Storage;
  clock: Clock;
  log: Log;
  runtime: () => BotRuntime;
  /** Seconds that a refusal of the runtime's asks to wait where nothing ran; undefined for a real failure. */
  pauseOf: (error: unknown) => number | undefined;
  /** Base address of the Bot API, asked for at each use. */
  apiRoot: () => string;
  mode: "webhook" | "polling";
  /** Address below which Telegram reaches this host: PUBLIC_URL, or the local one where the Bot API is local too. */
  webhookBase: () => string | undefined;
  /** For tests and slow machines. */
  tuning?: {
    leaseMs?: number;
    timeoutSeconds?: number;
    maxAttempts?: number;
    paces?: Paces;
    inboxBackOffMs?: number;
    pollSeconds?: number;
  };
}

/** What the host offers to plugins as `platform.connections@1`. */
export interface ConnectionsService {
  connect(connection: { tenantId: string; role: BotRole; token: string }): Promise<ConnectionView>;
  addChannel(channel: {
    tenantId: string;
    role: BotRole;
    chat: string;
    kind: Channel["kind"];
  }): Promise<ChannelStatus>;
  list(tenantId: string): Promise<ConnectionView[]>;
  /** Channels of many tenants at once, for work that fans out. A tenant without any is left out. */
  channels(role: BotRole, tenantIds: readonly string[]): Promise<{ tenantId: string; channels: Channel[] }[]>;
}

/** The room of the bots, put together: connections, inbox, outbox. Nothing runs before `start`. */
export class Bots {
  readonly outbox: Outbox;
  readonly connections: Connections;
  readonly messages: MessageLog;
  readonly queue: OutboxQueue;
  readonly inbox: Inbox;
  readonly dispatcher: Dispatcher;
  readonly webhook: Webhook;
  readonly #inboxQueue: InboxQueue;
  readonly #channels: Channels;
  readonly #polling: Polling | undefined;
  #watched: Disposable[] = [];

  constructor(ports: BotsPorts) {
    const { database, vault, clock, log, runtime, pauseOf, mode, tuning = {} } = ports;
    const store = new ConnectionStore(database, vault, clock);
    const { timeoutSeconds = 30 } = tuning;
    const credential = (tenantId: string, role: BotRole) => store.credential(tenantId, role);
    const fleet = new Fleet({ apiRoot: ports.apiRoot, credential, timeoutSeconds });
    const channels = new Channels(database, clock);
    this.#channels = channels;
    const wishes = {
      updateKinds: (tenantId: string, role: BotRole) => runtime().updateKinds(tenantId, role),
      commands: (tenantId: string, role: BotRole) => runtime().commands(tenantId, role),
    };
    const registration = new WebhookRegistration({
      store,
      fleet,
      wishes,
      mode,
      baseUrl: ports.webhookBase,
      log,
    });
    this.connections = new Connections({ database, store, fleet, channels, registration, clock, log });
    this.messages = new MessageLog(database, clock);

    this.outbox = new Outbox(clock);
    this.queue = new OutboxQueue(database, tuning);
    const membership = new ChatMembership(database, this.queue, () => clock.now());
    const sender = new Sender({
      fleet,
      queue: this.queue,
      media: new MediaFiles(database, ports.storage),
      trouble: {
        tokenRefused: (tenantId, role) => store.tokenRefused(tenantId, role),
        chatRefused: (tenantId, role, chat, error) => membership.channelRefused(tenantId, role, chat, error),
      },
      clock,
      log,
      ...(tuning.maxAttempts === undefined ? {} : { maxAttempts: tuning.maxAttempts }),
    });
    const reports = new DeliveryReports({
      database,
      deliver: (plugin, report, delivery, mark) => runtime().deliver(plugin, report, delivery, mark),
      pauseOf,
      log,
    });
    const listen = (channel: string, onNotify: (payload: string) => void) =>
      database.listen(channel, onNotify);
    this.dispatcher = new Dispatcher({ queue: this.queue, sender, reports, clock, log, listen });

    this.#inboxQueue = new InboxQueue(database, tuning);
    this.inbox = new Inbox({
      queue: this.#inboxQueue,
      handle: (tenantId, role, update, marks) => runtime().handleUpdate(tenantId, role, update, marks),
      pauseOf,
      membership,
      answers: new CallbackAnswers(this.outbox, (work) => database.system(work), clock),
      log,
      ...(tuning.inboxBackOffMs === undefined ? {} : { backOffMs: tuning.inboxBackOffMs }),
    });
    const intake = {
      add: (bot: Parameters<InboxQueue["add"]>[0], update: TelegramUpdate) =>
        this.#inboxQueue.add(bot, update),
      stored: () => this.inbox.look(),
      listen,
      log,
    };
    this.webhook = new Webhook({ ...intake, find: (publicId) => store.byPublicId(publicId) });
    const lock = (key: string) => database.lock(key);
    const holdSeconds = tuning.pollSeconds ?? 25;
    this.#polling =
      mode === "polling"
        ? new Polling({ ...intake, store, fleet, registration, lock, holdSeconds })
        : undefined;
  }

  routes(): HostRoute[] {
    return [...this.webhook.routes(), ...connectionRoutes(this.connections), ...messageRoutes(this.messages)];
  }

  /** BotDirectory of the kernel. */
  identity(tenantId: string, role: BotRole): Promise<BotIdentity> {
    return this.connections.identity(tenantId, role);
  }

  /** OutboxWriter of the kernel. */
  add(trx: Transaction, plugin: string, messages: readonly TenantMessage[]): Promise<number> {
    return this.outbox.add(trx, plugin, messages);
  }

  withdraw(
    trx: Transaction,
    plugin: string,
    tenantId: string,
    dedupeKeys: readonly string[],
  ): Promise<string[]> {
    return this.outbox.withdraw(trx, plugin, tenantId, dedupeKeys);
  }

  forget(trx: Transaction, plugin: string, tenantId: string, dedupeKeys: readonly string[]): Promise<void> {
    return this.outbox.forget(trx, plugin, tenantId, dedupeKeys);
  }

  sentByOthers(trx: Transaction, plugin: string, tenantId: string, of: SentTo): Promise<SentMessage[]> {
    return this.outbox.sentByOthers(trx, plugin, tenantId, of);
  }

  /** For `runtime.provideHost("platform.connections@1", () => bots.service())`. */
  service(): ConnectionsService {
    return {
      connect: (connection) => this.connections.connect(connection),
      addChannel: (channel) => this.connections.addChannel(channel),
      list: (tenantId) => this.connections.list(tenantId),
      channels: (role, tenantIds) => this.#channels.ofTenants(role, tenantIds),
    };
  }

  /** Follows changes of connections: before the host listens. */
  async watch(): Promise<void> {
    if (this.#watched.length > 0) return;
    this.#watched = [await this.connections.watch(), await this.webhook.watch()];
  }

  /** Handles updates, sends messages and, in polling mode, fetches updates: once the runtime has booted. */
  async start(): Promise<void> {
    await this.watch();
    this.inbox.start();
    await this.dispatcher.start();
    await this.#polling?.start();
  }

  /** Takes nothing new, lets what is under way end. */
  async stop(): Promise<void> {
    await this.#polling?.stop();
    await this.inbox.stop();
    await this.dispatcher.stop();
    for (const watched of this.#watched.splice(0)) await watched.dispose();
  }

  /** Forgets what is old; to be called once an hour by one replica. */
  async purge(): Promise<void> {
    await this.#inboxQueue.purge();
    await this.messages.purge();
  }
}
