import {
  type Disposable,
  type ExtensionPoint,
  type PlatformError,
  type PluginManifest,
  PlatformError as Refusal,
  type Setup,
} from "@promostack/core";
import { Declarations, type Extension } from "./declarations.ts";
import type { Ledger } from "./ledger.ts";
import type { AnnouncedMetric, MetricBoard, OpenMetric } from "./ports.ts";
import { routeProblems } from "./routeRules.ts";
import type { ServiceCaller } from "./runtime.ts";
import type { Violation } from "./schema.ts";

/** What `setup` reaches of the host and of other plugins. */
export interface Neighbours {
  openMetric: MetricBoard["open"];
  /** What a contribution breaks of the point's schema; undefined where no registered plugin opens the point. */
  checkContribution(point: string, contribution: Record<string, unknown>): Violation[] | undefined;
  contributions(point: string, tenantId: string): Promise<object[]>;
  /** Calls a method that came with a contribution. */
  callContribution(
    point: string,
    of: { plugin: string; name: string },
    method: string,
    values: unknown[],
    caller: ServiceCaller,
  ): Promise<unknown>;
}

export interface SetupSession {
  setup: Setup;
  declarations: Declarations;
  /** From now on every call is refused: `setup` is over. */
  seal(): void;
}

/**
 * The object that a plugin's `setup` declares with. A call that plugin.json does not announce is refused at once, so
 * that the stack points at the author's own line.
 */
export function openSetup(
  manifest: PluginManifest,
  ledger: Ledger,
  neighbours: Neighbours,
  changed: () => void,
): SetupSession {
  const { id, version, capabilities = {}, contributes = {} } = manifest;
  const declared = new Declarations();
  let sealed = false;

  const refuse = (what: string, hint: string): PlatformError =>
    new Refusal(`${id}: ${what}.`, { code: "setup.refused", plugin: id, phase: "setup", hint });

  const enter = (label: string, remove: () => void): Disposable =>
    ledger.add(label, () => {
      remove();
      changed();
    });

  const ask = (label: string, announced: boolean, where: string): void => {
    if (sealed)
      throw refuse(`${label} was declared after setup`, "Declare everything synchronously in setup.");
    if (!announced) throw refuse(`${label} is not announced in plugin.json`, `Add it to ${where}.`);
  };

  const once = <Value>(kind: string, map: Map<string, Value>, name: string, value: Value): Disposable => {
    const label = `${kind} ${name}`;
    if (map.has(name)) throw refuse(`${label} is declared twice`, "Declare it once.");
    map.set(name, value);
    return enter(label, () => map.delete(name));
  };

  const member = <Value>(label: string, set: Set<Value>, value: Value): Disposable => {
    set.add(value);
    return enter(label, () => set.delete(value));
  };

  const jobOf = (name: string, scope: "platform" | "tenant") =>
    (contributes.jobs ?? []).some((job) => job.name === name && job.scope === scope);

  const metric = (name: string, kind: AnnouncedMetric["kind"]): Disposable & OpenMetric => {
    const label = `${kind} ${name}`;
    const announced = contributes.metrics?.find((each) => each.name === name && each.kind === kind);
    ask(label, announced !== undefined, `contributes.metrics with kind "${kind}"`);
    if (announced === undefined || declared.metrics.has(name))
      throw refuse(`${label} is declared twice`, "Declare it once.");
    const opened = neighbours.openMetric(id, announced);
    declared.metrics.add(name);
    const entered = enter(label, () => {
      declared.metrics.delete(name);
      opened.close();
    });
    return { ...entered, ...opened };
  };

  const setup: Setup = {
    id,
    version,
    route(route) {
      const label = `route ${route.method} ${route.path}`;
      ask(label, true, "");
      const problems = routeProblems(route, [...declared.routes]);
      if (problems.length > 0)
        throw refuse(`${label} ${problems.join("; ")}`, "Correct the route's declaration.");
      return member(label, declared.routes, route);
    },
    mount(mount) {
      ask(`mount ${mount.prefix}`, capabilities.rawHttp === true, "capabilities as rawHttp");
      return member(`mount ${mount.prefix}`, declared.mounts, mount);
    },
    platformJob(name, handler) {
      ask(`platform job ${name}`, jobOf(name, "platform"), 'contributes.jobs with scope "platform"');
      return once("platform job", declared.platformJobs, name, handler);
    },
    tenantJob(name, handler) {
      ask(`tenant job ${name}`, jobOf(name, "tenant"), 'contributes.jobs with scope "tenant"');
      return once("tenant job", declared.tenantJobs, name, handler);
    },
    onUpdate(handler) {
      const { roles = [], updates = [] } = capabilities.telegram ?? {};
      const label = `updates ${handler.role} ${handler.kinds.join(", ")}`;
      const known: readonly string[] = roles;
      const announced = known.includes(handler.role) && handler.kinds.every((kind) => updates.includes(kind));
      ask(label, announced, "capabilities.telegram (roles and updates)");
      if (handler.first)
        ask(`${label} first`, capabilities.telegram?.inbox === true, "capabilities.telegram as inbox");
      return member(label, declared.updates, handler);
    },
    command(name, handle) {
      const announced = (contributes.commands ?? []).some(({ command }) => command === name);
      ask(`command /${name}`, announced, "contributes.commands");
      return once("command", declared.commands, name, handle);
    },
    subscribe(event, handle) {
      ask(
        `event ${event}`,
        capabilities.events?.subscribes?.includes(event) ?? false,
        "capabilities.events.subscribes",
      );
      return once("event", declared.subscriptions, event, handle);
    },
    onDelivery(name, handle) {
      ask(`delivery report ${name}`, capabilities.telegram?.send === true, "capabilities.telegram as send");
      return once("delivery report", declared.deliveries, name, handle);
    },
    settingsTest(name, test) {
      const announced = (contributes.settingsTests ?? []).some((each) => each.name === name);
      ask(`settings test ${name}`, announced, "contributes.settingsTests");
      return once("settings test", declared.settingsTests, name, test);
    },
    counter(name) {
      const { label, dispose, record } = metric(name, "counter");
      return { label, dispose, add: (by = 1, labels) => record(by, labels) };
    },
    histogram(name) {
      const { label, dispose, record } = metric(name, "histogram");
      return { label, dispose, observe: record };
    },
    provide(name, service) {
      ask(
        `service ${name}`,
        capabilities.services?.provides?.includes(name) ?? false,
        "capabilities.services.provides",
      );
      return once("service", declared.services, name, service);
    },
    extensionPoint<Contribution extends object>(name: string) {
      const announced = (contributes.extensionPoints ?? []).some((point) => point.name === name);
      ask(`extension point ${name}`, announced, "contributes.extensionPoints");
      const entered = member(`extension point ${name}`, declared.points, name);
      const contributions = async (tenantId: string) =>
        (await neighbours.contributions(name, tenantId)).filter(isContribution<Contribution>);
      const call: ExtensionPoint<Contribution>["call"] = ({ tenantId, signal }, of, method, ...values) =>
        neighbours.callContribution(name, of, method, values, { plugin: id, tenantId, signal });
      return { ...entered, contributions, call };
    },
    extend(point, contribution, methods) {
      ask(
        `extension of ${point}`,
        contributes.extensions?.includes(point) ?? false,
        "contributes.extensions",
      );
      const broken = neighbours.checkContribution(point, contribution) ?? [];
      if (broken.length > 0) {
        const reasons = broken.map(({ pointer, message }) => `${pointer || "/"} ${message}`).join("; ");
        throw refuse(`the extension of ${point} does not fit: ${reasons}`, "Follow the schema of the point.");
      }
      if (methods !== undefined && typeof contribution.name !== "string")
        throw refuse(`the extension of ${point} has methods and no name`, "Give the contribution a name.");
      const extension: Extension = { point, contribution: Object.freeze({ ...contribution }), methods };
      return member(`extension of ${point}`, declared.extensions, extension);
    },
  };
  return {
    setup: Object.freeze(setup),
    declarations: declared,
    seal: () => {
      sealed = true;
    },
  };
}

/** The point's schema has been checked where the contribution was made. */
function isContribution<Contribution extends object>(
  value: object,
): value is Contribution & { readonly plugin: string } {
  return Object.isFrozen(value);
}
