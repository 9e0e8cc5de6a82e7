import type { Command } from "../command.ts";
import { findTenant } from "./findTenant.ts";

export const plan: Command = {
  name: "plan",
  summary: "a tenant's plan and what it includes; or change it",
  description:
    "Without a plan it says which one the tenant has and what could be included here. A change acts from the next call on, on every replica.",
  arguments: [
    { name: "<tenant>", description: "short name of the tenant" },
    { name: "[plan]", description: "what the plan is called from now on" },
  ],
  options: [
    {
      flags: "--include <entitlements>",
      description: "what it includes, separated by commas; as before when absent, nothing when empty",
    },
  ],
  examples: ["tenant plan aurum Pro --include signals.pro,coupons"],
  async run(session, [slug = "", given], options) {
    const { changePlan, offered, planOf } = await import("../../tenant/tenantPlan.ts");
    const { database, runtime } = await session.host();
    const { id } = await findTenant(session, slug);
    const before = await planOf(database, id);
    const include = typeof options.include === "string" ? namesIn(options.include) : before.entitlements;
    const changes = given !== undefined || options.include !== undefined;
    const wanted = { plan: given ?? before.plan, entitlements: include };
    const now = changes
      ? await changePlan({ database, runtime }, id, wanted, { requestId: "command line", address: "" })
      : before;
    const choices = offered(runtime, now.entitlements);
    session.terminal.answer({ tenant: slug, ...now, offered: choices });
    session.terminal.print(
      `${slug} ${changes ? "has now" : "has"} the plan ${now.plan}: ${now.entitlements.join(", ") || "nothing beside what is free"}.`,
    );
    if (!changes) {
      session.terminal.table(
        ["CAN BE INCLUDED", "FOR"],
        choices.map(({ name, plugins }) => [name, plugins.join(", ")]),
        "No plugin here asks for more than it is free with.",
      );
    }
  },
};

function namesIn(list: string): string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
