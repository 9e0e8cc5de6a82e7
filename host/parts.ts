import { fileURLToPath } from "node:url";
import { type Clock, DEPRECATIONS, PlatformError } from "@promostack/core";
import { type AwilixContainer, asFunction, asValue, createContainer } from "awilix";
import { Bots } from "./bot/bots.ts";
import { SharedClock } from "./clock/sharedClock.ts";
import { SystemClock } from "./clock/systemClock.ts";
import type { Config } from "./config/config.ts";
import { type Database, openDatabase } from "./db/database.ts";
import { privateHosts } from "./egress/publicFetch.ts";
import { WebhookSecrets } from "./hook/webhookSecrets.ts";
import { Webhooks } from "./hook/webhooks.ts";
import { Identity } from "./identity/identity.ts";
import { OwnOrigins } from "./identity/ownOrigins.ts";
import { ArchiveReleases } from "./install/archiveReleases.ts";
import { ArchiveStore } from "./install/archiveStore.ts";
import { bundledReleases } from "./install/bundledReleases.ts";
import { Installer, type StepHook } from "./install/installer.ts";
import { InstallRows } from "./install/installRow.ts";
import { PackageRegistry } from "./install/packageRegistry.ts";
import { Pruning } from "./install/pruning.ts";
import { ReleaseFolders } from "./install/releaseFolders.ts";
import { Leader } from "./job/leader.ts";
import { Scheduler } from "./job/scheduler.ts";
import { Ticker } from "./job/ticker.ts";
import { createLog, type HostLog } from "./log/log.ts";
import { Metrics } from "./ops/metrics.ts";
import { Recycler } from "./ops/recycler.ts";
import { ENGINE } from "./plugin/engine.ts";
import { pauseOf } from "./plugin/invocation.ts";
import { createRuntime } from "./plugin/kernel.ts";
import type { RuntimePorts } from "./plugin/ports.ts";
import { BUNDLED_SET } from "./plugin/release.ts";
import type { Runtime } from "./plugin/runtime.ts";
import { UsageMeter } from "./plugin/usageMeter.ts";
import { PLUGIN_LIMITS } from "./release/limits.ts";
import { Erasures } from "./rollout/erasures.ts";
import { Purges } from "./rollout/purges.ts";
import { type OpenSandbox, openSandbox } from "./sandbox/sandbox.ts";
import { deriveKey, readKey } from "./secret/key.ts";
import { openVault, type Vault } from "./secret/vault.ts";
import { type StandIns, standIns, variablesWith } from "./standIns.ts";
import { createStorage, type FileStorage } from "./store/storage.ts";
import { Strategies } from "./strategy/strategies.ts";
import { Replicas } from "./tenant/replicas.ts";
import { Tenants } from "./tenant/tenants.ts";

/** Where this host answers on the machine itself; known once it listens. */
export interface Address {
  port: number | undefined;
  /** Raises `host.not_listening` before the host listens. */
  localUrl(): string;
}

/** Everything the host is made of, by name. One of each. */
export interface Parts {
  config: Config;
  log: HostLog;
  database: Database;
  vault: Vault;
  storage: FileStorage;
  clock: Clock;
  sandbox: OpenSandbox;
  strategies: Strategies;
  address: Address;
  signingKey: Uint8Array;
  standIns: () => StandIns;
  bots: Bots;
  runtime: Runtime;
  archives: { store: ArchiveStore; folders: ReleaseFolders };
  installer: Installer;
  identity: Identity;
  tenants: Tenants;
  ticker: Ticker;
  leader: Leader;
  scheduler: Scheduler;
  metrics: Metrics;
  webhookSecrets: WebhookSecrets;
  webhooks: Webhooks;
  usage: UsageMeter;
  replicas: Replicas;
  pruning: Pruning;
  purges: Purges;
  erasures: Erasures;
  recycler: Recycler;
}

/** Where plugins come from, and what of their API ends, where it is not as usual. */
type PluginOptions = Pick<RuntimePorts, "registrationFile" | "releases" | "deprecations">;

const STRATEGIES = fileURLToPath(new URL("../strategies", import.meta.url));
const TELEGRAM = "https://api.telegram.org";

/** Opens what has to be opened, and registers the rest. The database is closed again where something fails. */
export async function openParts(
  config: Config,
  {
    clock,
    installStep,
    strategies: authored = [],
    ...plugins
  }: { clock?: Clock; installStep?: StepHook; strategies?: readonly string[] } & PluginOptions = {},
): Promise<AwilixContainer<Parts>> {
  const log = createLog(config);
  const database = await openDatabase(config, log);
  try {
    const [vault, storage, key, sharedClock] = await Promise.all([
      openVault(config, database, log),
      createStorage(config),
      readKey(config),
      clock ?? (config.playground ? SharedClock.open(database, log) : new SystemClock()),
    ]);
    const cacheFolder = `${config.dataDir}/sandbox`;
    const strategies = new Strategies({ database, log: log.child({ room: "strategy" }), cacheFolder });
    const { index: published, guard } = strategies;
    const sandbox = await openSandbox({ strategyFolders: [STRATEGIES], cacheFolder, published, guard });
    for (const folder of authored) await sandbox.addFolder(folder);
    const container = createContainer<Parts>({ strict: true });
    container.register({
      config: asValue(config),
      log: asValue(log),
      database: asValue(database),
      vault: asValue(vault),
      storage: asValue(storage),
      clock: asValue(sharedClock),
      sandbox: asValue(sandbox),
      strategies: asValue(strategies),
      address: asValue(unknownAddress()),
      signingKey: asValue(deriveKey(key, "signatures of the host")),
      standIns: asFunction((parts: Parts) => () => findStandIns(parts)).singleton(),
      bots: asFunction(makeBots).singleton(),
      runtime: asFunction((parts: Parts) => makeRuntime(parts, plugins)).singleton(),
      archives: asValue({
        store: new ArchiveStore(storage),
        folders: new ReleaseFolders(`${config.dataDir}/plugins`),
      }),
      installer: asFunction((parts: Parts) => makeInstaller(parts, plugins, installStep)).singleton(),
      identity: asFunction(makeIdentity).singleton(),
      tenants: asFunction(({ database }: Parts) => new Tenants(database)).singleton(),
      ticker: asFunction(
        ({ database, runtime, clock, log }: Parts) => new Ticker({ database, handlers: runtime, clock, log }),
      ).singleton(),
      leader: asFunction(({ database, log }: Parts) => new Leader({ database, log })).singleton(),
      scheduler: asFunction(
        ({ config, database, ticker, leader, runtime, clock, log }: Parts) =>
          new Scheduler({ config, database, ticker, leader, handlers: runtime, clock, log }),
      ).singleton(),
      replicas: asFunction(
        ({ database, leader, runtime, log }: Parts) =>
          new Replicas({
            database,
            leads: () => leader.leading,
            facts: () => ({
              version: ENGINE.host,
              heldGenerations: runtime.oldGenerations(),
              releases: runtime.runningReleases(),
            }),
            log,
          }),
      ).singleton(),
      recycler: asFunction(
        ({ config, database, runtime, replicas, log }: Parts) =>
          new Recycler({
            database,
            old: () => runtime.oldGenerations(),
            replicas: () => replicas.list(),
            self: replicas.id,
            after: config.recycle.how === "off" ? 0 : config.recycle.after,
            log,
          }),
      ).singleton(),
      pruning: asFunction(
        ({ database, archives, log }: Parts) => new Pruning({ database, ...archives, log }),
      ).singleton(),
      purges: asFunction(
        ({ database, runtime, storage, log }: Parts) => new Purges({ database, runtime, storage, log }),
      ).singleton(),
      erasures: asFunction(
        ({ database, runtime, storage, log, bots }: Parts) =>
          new Erasures({
            database,
            runtime,
            storage,
            log,
            disconnect: (tenantId) => bots.connections.disconnectAll(tenantId),
          }),
      ).singleton(),
      webhookSecrets: asFunction(({ vault }: Parts) => new WebhookSecrets(vault)).singleton(),
      webhooks: asFunction(
        ({ config, database, webhookSecrets, clock, log }: Parts) =>
          new Webhooks({
            database,
            secrets: webhookSecrets,
            clock,
            log: log.child({ room: "hook" }),
            privateHosts: privateHosts(config.variables),
          }),
      ).singleton(),
      usage: asFunction((parts: Parts) => new UsageMeter(parts)).singleton(),
      metrics: asFunction(
        (parts: Parts) =>
          new Metrics({
            database: parts.database,
            // Asked at a scrape: plugins, which count here, are made after the figures.
            plugins: () => parts.runtime.plugins(),
            leadership: () => parts.leader.state,
            sandbox: () => parts.sandbox.stats(),
          }),
      ).singleton(),
    });
    return container;
  } catch (error) {
    await database.close();
    throw error;
  }
}

function unknownAddress(): Address {
  return {
    port: undefined,
    localUrl() {
      if (this.port !== undefined) return `http://127.0.0.1:${this.port}`;
      throw new PlatformError("The host does not listen yet.", { code: "host.not_listening", status: 503 });
    },
  };
}

function findStandIns({ config, runtime, address }: Parts): StandIns {
  const manifests = config.playground ? runtime.plugins().map(({ manifest }) => manifest) : [];
  return standIns(manifests, address.port === undefined ? undefined : address.localUrl());
}

/** The Bot API that stands in for Telegram on this machine, where none is configured. */
function localTelegram({ config, standIns }: Parts): string | undefined {
  return config.telegram.apiRoot === undefined ? standIns().telegram : undefined;
}

/** Where Telegram and its users reach us. A stand-in on this machine does here, whatever address the world would use. */
function publicUrl(parts: Parts): string | undefined {
  return localTelegram(parts) === undefined ? parts.config.publicUrl : parts.address.localUrl();
}

function makeBots(parts: Parts): Bots {
  const { config, database, vault, storage, clock, log } = parts;
  return new Bots({
    database,
    vault,
    storage: (tenantId) => storage.of(tenantId),
    clock,
    log: log.child({ room: "bot" }),
    runtime: () => parts.runtime,
    pauseOf,
    apiRoot: () => config.telegram.apiRoot ?? localTelegram(parts) ?? TELEGRAM,
    mode: config.telegram.mode,
    webhookBase: () => publicUrl(parts),
  });
}

function makeRuntime(
  parts: Parts,
  { registrationFile, releases = [], deprecations }: PluginOptions,
): Runtime {
  const { config, database, vault, storage, clock, log, bots, sandbox, address, metrics, archives, usage } =
    parts;
  const runtime = createRuntime({
    database,
    vault,
    storage: (tenantId) => storage.of(tenantId),
    clock,
    log: log.child({ room: "plugin" }),
    outbox: bots,
    bots,
    metrics: metrics.plugins,
    usage,
    sandbox,
    localUrl: () => address.localUrl(),
    publicUrl: () => publicUrl(parts),
    environment: config.environment,
    variables: variablesWith(config.variables, parts.standIns),
    registrationFile,
    deprecations,
    releases: [...releases, new ArchiveReleases({ database, ...archives })],
  });
  runtime.provideHost("platform.tenants@1", () => parts.tenants);
  runtime.provideHost("platform.connections@1", () => bots.service());
  return runtime;
}

function makeInstaller(
  parts: Parts,
  { registrationFile = BUNDLED_SET, deprecations = DEPRECATIONS }: PluginOptions,
  step?: StepHook,
): Installer {
  const { config, database, runtime, archives, log } = parts;
  return new Installer(
    {
      database,
      runtime,
      ...archives,
      rows: new InstallRows(database),
      registry: config.pluginRegistry
        ? new PackageRegistry(config.pluginRegistry, { seconds: 60, bytes: PLUGIN_LIMITS.packedBytes })
        : undefined,
      environment: config.environment,
      bundled: () => bundledReleases(registrationFile),
      deprecations,
      cacheFolder: `${config.dataDir}/sandbox`,
      log: log.child({ room: "install" }),
    },
    step,
  );
}

function makeIdentity({ config, database, log, signingKey, address, standIns }: Parts): Identity {
  const origins = new OwnOrigins(config, () => address.port);
  return new Identity({
    config,
    database,
    log: log.child({ room: "identity" }),
    signingKey,
    localIssuer: () => standIns().issuer,
    ownOrigins: () => origins.list(),
  });
}
