import { PlatformError } from "@promostack/core";
import type { Calls } from "./calls.ts";
import type { Enablement } from "./enablement.ts";
import type { Roster } from "./roster.ts";
import type { ServiceCaller } from "./runtime.ts";
import { compile } from "./schema.ts";
import { copied, methodOf } from "./services.ts";
import type { Neighbours } from "./setup.ts";

/** Links extension points to what plugins add to them. */
export function extensionPoints(
  roster: Roster,
  enablement: Enablement,
  calls: Calls,
): Omit<Neighbours, "openMetric"> {
  return {
    checkContribution(point, contribution) {
      const schema = roster
        .all()
        .flatMap(({ manifest }) => manifest?.contributes?.extensionPoints ?? [])
        .find(({ name }) => name === point)?.schema;
      return schema === undefined ? undefined : compile(schema)(contribution);
    },
    async contributions(point, tenantId) {
      const found: object[] = [];
      for (const { declared, manifest } of roster.serving(tenantId)) {
        const own = [...declared.extensions].filter((each) => each.point === point);
        if (own.length === 0) continue;
        if (!(await enablement.isEnabled(tenantId, manifest))) continue;
        for (const { contribution } of own)
          found.push(Object.freeze({ ...contribution, plugin: manifest.id }));
      }
      return found;
    },
    async callContribution(point, { plugin, name }, method, values, caller) {
      const slot = roster.active().find(({ id }) => id === plugin);
      const generation = slot?.serving(caller.tenantId).generation;
      const extension = [...(generation?.declared.extensions ?? [])].find(
        (each) => each.point === point && each.contribution.name === name,
      );
      const methods = extension?.methods;
      if (generation === undefined || methods === undefined) throw unavailable(point, plugin, name, caller);
      const what = `extension ${name} of ${point}`;
      const given = copied(values, what, method, "arguments");
      return calls.serve(generation, what, caller, async (context) =>
        copied(await methodOf(methods(context), what, method)(...given), what, method, "answer"),
      );
    },
  };
}

function unavailable(point: string, plugin: string, name: string, caller: ServiceCaller): PlatformError {
  return new PlatformError(`${plugin} does not offer ${name} to ${point} now.`, {
    code: "extension.unavailable",
    status: 503,
    retryAfter: 10,
    plugin: caller.plugin,
    hint: "Install and start the plugin that adds it, or choose another.",
    details: { point, plugin, name },
  });
}
