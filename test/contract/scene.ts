import { fileURLToPath } from "node:url";
import { type TestDatabase, testDatabase } from "../kit/database.ts";
import { makeTenant, type TestKernel, testKernel } from "./kernelKit.ts";

const PLUGINS = ["good", "hears", "faulty"];

/** The folder of a fixture plugin. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}

/**
 * A kernel with the three fixture plugins, for all tests of a `describe`, and for each test two fresh tenants that have
 * all three. Call it first thing inside the `describe`.
 */
export class Scene {
  tenant = "";
  other = "";
  #tenants = 0;
  #test: TestDatabase | undefined;
  #kernel: TestKernel | undefined;

  constructor() {
    before(() => this.#open());
    beforeEach(() => this.#people());
    // A new generation has no failures on its breaker.
    afterEach(async () => {
      if (this.kernel.runtime.plugin("faulty")?.state === "active") await this.kernel.runtime.swap("faulty");
    });
    after(() => this.#close());
  }

  get test(): TestDatabase {
    return opened(this.#test);
  }

  get kernel(): TestKernel {
    return opened(this.#kernel);
  }

  /** Calls a route: POST where there is a body, GET where there is none. */
  async call(plugin: string, path: string, params = {}, body: unknown = undefined, tenantId = this.tenant) {
    const { runtime } = this.kernel;
    const method = body === undefined ? "GET" : "POST";
    const found = runtime
      .routes()
      .find(({ plugin: id, route }) => id === plugin && route.path === path && route.method === method);
    if (found === undefined) throw new Error(`${plugin} has no ${method} ${path}.`);
    return runtime.invokeRoute(plugin, found.route, { tenantId }, { params, query: {}, body, headers: {} });
  }

  /** Has the faulty plugin do something wrong. */
  misdeed(name: string, tenantId = this.tenant) {
    return this.call("faulty", "/misdeeds/:name", { name }, {}, tenantId);
  }

  async #open(): Promise<void> {
    this.#test = await testDatabase();
    this.#kernel = await testKernel(this.test.database, PLUGINS.map(fixture));
    const { runtime } = this.kernel;
    runtime.provideHost("test.host@1", ({ plugin }) => ({ whoAsks: async () => ({ plugin }) }));
    await runtime.boot();
  }

  async #people(): Promise<void> {
    this.#tenants += 1;
    this.tenant = await makeTenant(this.test.database, `a${this.#tenants}`);
    this.other = await makeTenant(this.test.database, `b${this.#tenants}`);
    for (const tenant of [this.tenant, this.other]) {
      for (const plugin of PLUGINS) await this.kernel.runtime.enable(tenant, plugin);
    }
  }

  async #close(): Promise<void> {
    await this.#kernel?.stop();
    await this.#test?.drop();
  }
}

function opened<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error("The scene is set up before the tests, not before that.");
  return part;
}
