import type { Clock, Deprecation } from "@promostack/core";
import type { AwilixContainer } from "awilix";
import type { Bots } from "./bot/bots.ts";
import { SharedClock } from "./clock/sharedClock.ts";
import type { Config } from "./config/config.ts";
import type { Database } from "./db/database.ts";
import { webhookRoutes } from "./hook/webhookRoutes.ts";
import { createHttp, type Http } from "./http/http.ts";
import { PluginAssets } from "./http/pluginAssets.ts";
import type { Installer, StepHook } from "./install/installer.ts";
import { installRoutes } from "./install/routes.ts";
import { jobRoutes } from "./job/routes.ts";
import type { Ticker } from "./job/ticker.ts";
import { installationRoutes } from "./ops/installation.ts";
import { opsMounts } from "./ops/mounts.ts";
import { shutDown } from "./ops/shutdown.ts";
import { openParts, type Parts } from "./parts.ts";
import type { ReleaseSource } from "./plugin/release.ts";
import type { Runtime } from "./plugin/runtime.ts";
import { rolloutRoutes } from "./rollout/adminRoutes.ts";
import { erasureRoutes } from "./rollout/erasureRoutes.ts";
import type { Erasures } from "./rollout/erasures.ts";
import { purgeRoutes } from "./rollout/purgeRoutes.ts";
import type { Purges } from "./rollout/purges.ts";
import { fileMount } from "./store/fileMount.ts";
import { adminStrategyRoutes } from "./strategy/adminRoutes.ts";
import { publishRoutes } from "./strategy/publishRoutes.ts";
import { tenantRoutes } from "./tenant/routes.ts";
import { Upkeep } from "./upkeep.ts";

export interface HostOptions {
  /** Business time; the playground's shared clock, or the machine's, when absent. */
  clock?: Clock;
  /** False: nothing runs unless it is asked to (no leader, no recurring jobs, no dispatching). */
  background?: boolean;
  /** The bundled set; `host/registration.json` when absent. */
  registrationFile?: string;
  /** Where releases come from before the usual places: what an author works on. */
  releases?: readonly ReleaseSource[];
  /** What the plugin API has announced the end of; the contract's own list when absent. */
  deprecations?: readonly Deprecation[];
  /** Folders of strategies beside the installed ones: what an author works on. */
  strategies?: readonly string[];
  /** Called around each step of an install: a test ends its process there. */
  installStep?: StepHook;
}

/** The one process, running. */
export interface Host {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  readonly config: Config;
  readonly database: Database;
  readonly runtime: Runtime;
  readonly ticker: Ticker;
  readonly purges: Purges;
  readonly erasures: Erasures;
  readonly dispatcher: Bots["dispatcher"];
  readonly clock: Clock;
  /** When this process should make way for a fresh one. */
  readonly recycleDue: Promise<void>;
  readonly installer: Installer;
  /** Finishes what is under way (each part has its own patience), releases the rest, closes the database. Twice is once. */
  stop(): Promise<void>;
}

type Phase = "starting" | "ready" | "draining";

/** Starts everything, and answers when the host is ready. What was begun is stopped again where something fails. */
export async function startHost(config: Config, options: HostOptions = {}): Promise<Host> {
  const container = await openParts(config, options);
  const host = new RunningHost(container, options.background ?? true);
  try {
    await host.start();
    return host;
  } catch (error) {
    await host.stop();
    throw error;
  }
}

class RunningHost implements Host {
  readonly #parts: Parts;
  readonly #background: boolean;
  readonly #upkeep: Upkeep;
  #http: Http | undefined;
  #phase: Phase = "starting";
  #stopped: Promise<void> | undefined;

  constructor(container: AwilixContainer<Parts>, background: boolean) {
    this.#parts = container.cradle;
    this.#background = background;
    this.#upkeep = new Upkeep(this.#parts);
  }

  get url(): string {
    return this.#parts.address.localUrl();
  }

  get port(): number {
    return this.#parts.address.port ?? 0;
  }

  get config(): Config {
    return this.#parts.config;
  }

  get database(): Database {
    return this.#parts.database;
  }

  get runtime(): Runtime {
    return this.#parts.runtime;
  }

  get ticker(): Ticker {
    return this.#parts.ticker;
  }

  get recycleDue(): Promise<void> {
    return this.#parts.recycler.due;
  }

  get purges(): Purges {
    return this.#parts.purges;
  }

  get erasures(): Erasures {
    return this.#parts.erasures;
  }

  get dispatcher(): Bots["dispatcher"] {
    return this.#parts.bots.dispatcher;
  }

  get installer(): Installer {
    return this.#parts.installer;
  }

  get clock(): Clock {
    return this.#parts.clock;
  }

  /** Listens before the plugins start: the port belongs to their addresses. Until then `/readyz` says no. */
  async start(): Promise<void> {
    const { config, address, bots, identity, runtime, scheduler, replicas, strategies, installer } =
      this.#parts;
    await strategies.index.open();
    await identity.open();
    this.#http = await this.#makeHttp();
    address.port = await this.#http.listen(config.port);
    await bots.watch();
    await runtime.boot();
    await installer.start();
    if (this.#background) {
      await bots.start();
      await this.#parts.webhooks.start();
      await scheduler.start();
      await replicas.start();
      this.#parts.recycler.start();
    }
    this.#upkeep.start();
    this.#parts.usage.start();
    this.#phase = "ready";
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const {
      bots,
      identity,
      runtime,
      scheduler,
      sandbox,
      strategies,
      clock,
      database,
      metrics,
      replicas,
      installer,
      log,
    } = this.#parts;
    this.#phase = "draining";
    this.#upkeep.stop();
    this.#parts.recycler.stop();
    await shutDown(
      [
        { name: "installs", stop: () => installer.stop(), patienceMs: 5_000 },
        { name: "jobs", stop: () => scheduler.stop(), patienceMs: 12_000 },
        { name: "bots", stop: () => bots.stop(), patienceMs: 12_000 },
        { name: "webhooks", stop: () => this.#parts.webhooks.stop(), patienceMs: 12_000 },
        { name: "plugins", stop: () => runtime.shutdown(), patienceMs: 25_000 },
        { name: "http", stop: async () => this.#http?.close(), patienceMs: 12_000 },
        { name: "replicas", stop: () => replicas.stop() },
        { name: "sandbox", stop: () => sandbox.close() },
        { name: "strategies", stop: () => strategies.close() },
        { name: "clock", stop: async () => (clock instanceof SharedClock ? clock.close() : undefined) },
        { name: "metrics", stop: async () => metrics.close() },
        { name: "usage", stop: () => this.#parts.usage.stop() },
        { name: "identity", stop: () => identity.close() },
        { name: "database", stop: () => database.close() },
      ],
      log,
    );
  }

  #makeHttp(): Promise<Http> {
    const { config, log, database, identity, runtime, bots, ticker, scheduler, storage } = this.#parts;
    const { clock, standIns, leader, metrics, replicas, sandbox, strategies, purges, erasures } = this.#parts;
    const health = {
      database,
      phase: () => this.#phase,
      leadership: () => (this.#background ? leader.state : "following"),
      plugins: () => runtime.plugins(),
    };
    ticker.onRun((run) => metrics.observeJob(run));
    const pluginAssets = new PluginAssets(runtime);
    return createHttp({
      pluginAssets,
      runtime,
      identity,
      database,
      config,
      log,
      observe: (sample) => metrics.observeHttp(sample),
      hostRoutes: [
        ...bots.routes(),
        ...webhookRoutes(this.#parts),
        ...tenantRoutes({
          pluginAssets,
          identity,
          database,
          runtime,
          clock,
          config,
          localIssuer: () => standIns().issuer,
          replicas: () => replicas.list(),
          strategies: () => strategies.index.needingHand(),
          connections: (tenantId) => bots.connections.list(tenantId),
        }),
        ...installationRoutes({ config, database, scheduler, localIssuer: () => standIns().issuer }),
        ...jobRoutes({ database, runtime, ticker, scheduler, clock }),
        ...adminStrategyRoutes({
          database,
          index: strategies.index,
          sandbox,
          strategyUse: () => runtime.strategyUse(),
          strategyReports: () => runtime.strategyReports(),
        }),
        ...rolloutRoutes({ database, runtime }),
        ...purgeRoutes({ purges, storage }),
        ...erasureRoutes({ erasures, database, runtime, storage }),
        ...installRoutes(this.#parts.installer),
        ...publishRoutes({
          database,
          index: strategies.index,
          intake: strategies.intake(sandbox, (timeframe) => runtime.candleHistory(timeframe)),
        }),
      ],
      hostMounts: [...opsMounts({ health, metrics }), ...(storage.disk ? [fileMount(storage.disk)] : [])],
    });
  }
}
