import { expect } from "chai";
import { makeTenant, testKernel } from "../../test/contract/kernelKit.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { testDatabase } from "../../test/kit/database.ts";
import { refusal } from "../../test/kit/waiting.ts";

describe("a release that changes its settings", () => {
  it("migrates each tenant's by its own function, and tells a tenant what it cannot migrate", async () => {
    const test = await testDatabase();
    const workshop = await Workshop.open();
    const settings = (properties: object) => ({ type: "object", properties, additionalProperties: false });
    const old = await workshop.plugin("grows", {
      settings: settings({ pace: { type: "string", title: "Pace" } }),
    });
    const first = await testKernel(test.database, [old]);
    await first.runtime.boot();
    const [slow, odd] = [await makeTenant(test.database, "slow"), await makeTenant(test.database, "odd")];
    await first.runtime.enable(slow, "grows", { pace: "slow" });
    await first.runtime.enable(odd, "grows", { pace: "sideways" });
    await first.stop();

    const fresh = await workshop.plugin(
      "grows",
      {
        version: "2.0.0",
        settingsVersion: 2,
        settings: settings({ perDay: { type: "integer", title: "A day", default: 3 } }),
      },
      `{
        setup(p) { p.route({ method: "GET", path: "/pace", permission: "tenant:viewer", summary: "Pace", limits: { perMinute: 9 },
          handle: async (context) => context.settings }); },
        migrateSettings(settings, from) {
          if (from === 1 && settings.pace === "slow") return { perDay: 1 };
          return { problem: "Say how many a day: " + settings.pace + " is no pace." };
        },
      }`,
    );
    const second = await testKernel(test.database, [fresh]);
    const { runtime } = second;
    await runtime.boot();
    const route = runtime.routes()[0]?.route;
    if (route === undefined) throw new Error("no route");
    const ask = (tenantId: string) =>
      runtime.invokeRoute(
        "grows",
        route,
        { tenantId },
        { params: {}, query: {}, body: undefined, headers: {} },
      );
    expect(await ask(slow)).to.deep.equal({ perDay: 1 });
    const error = await refusal(ask(odd));
    expect(error).to.include({ code: "plugin.settings_outdated", status: 409 });
    expect(error.message).to.contain("sideways is no pace");
    const shown = await runtime.settings(odd, "grows");
    expect(shown.problem).to.contain("sideways");
    await runtime.saveSettings(odd, "grows", { perDay: 9 }, shown.etag);
    expect(await ask(odd)).to.deep.equal({ perDay: 9 });
    await second.stop();
    await workshop.close();
    await test.drop();
  });
});
