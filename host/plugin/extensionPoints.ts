import type { Enablement } from "./enablement.ts";
import type { Roster } from "./roster.ts";
import { compile } from "./schema.ts";
import type { Neighbours } from "./setup.ts";

/** Links extension points to what other plugins add to them. */
export function extensionPoints(roster: Roster, enablement: Enablement): Omit<Neighbours, "openMetric"> {
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
      for (const { generation, manifest } of roster.active()) {
        const own = [...(generation?.declared.extensions ?? [])].filter((each) => each.point === point);
        if (own.length === 0 || manifest === undefined) continue;
        if (await enablement.isEnabled(tenantId, manifest))
          found.push(...own.map((each) => each.contribution));
      }
      return found;
    },
  };
}
