import { setTimeout as sleep } from "node:timers/promises";
import type { PlatformContext, Transaction } from "@promostack/core";
import { type BotPlan, TENANTS, type TenantPlan } from "./sampleTenants.ts";
import { ensureSampleWorld, type SampleWorld } from "./sampleWorld.ts";

/** The host's service: tenants, people, memberships. */
interface Tenants {
  countTenants(): Promise<number>;
  findTenant(slug: string): Promise<{ id: string } | undefined>;
  createTenant(tenant: { slug: string; name: string; timezone?: string }): Promise<{ id: string }>;
  ensurePerson(person: { email: string; name?: string }): Promise<{ id: string }>;
  addMember(member: { tenantId: string; personId: string; role: string }): Promise<void>;
}

/** The host's service: bots and channels. It calls back into the Bot API over HTTP. */
interface Connections {
  connect(connection: { tenantId: string; role: string; token: string }): Promise<unknown>;
  addChannel(channel: { tenantId: string; role: string; chat: string; kind: string }): Promise<unknown>;
}

export interface SeedState {
  /** `foreign`: the installation had tenants before the playground saw it, so nothing is added. */
  phase: "new" | "begun" | "done" | "foreign";
  /** Steps that are done, so that a crash repeats none. */
  steps: string[];
  /** Why it waits. */
  problem?: string;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

/**
 * Fills a new installation with two tenants, their bots and channels, once. The host's HTTP server may come up after the
 * plugin, so what calls back is tried until it works or `signal` ends it; `start` does not wait for it.
 */
export async function seed(context: PlatformContext, signal: AbortSignal): Promise<void> {
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      await attempt(context);
      return;
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof Error ? error.message : String(error);
      context.log.debug("The sample tenants wait.", { problem });
      await context.platformDb((trx) => note(trx, { problem })).catch(() => undefined);
    }
    await sleep(wait, undefined, { signal }).catch(() => undefined);
  }
}

export async function seedState(trx: Transaction): Promise<SeedState> {
  const row = await trx.one<{ value: SeedState }>("select value from setting where key = 'seed'");
  return row?.value ?? { phase: "new", steps: [] };
}

async function attempt(context: PlatformContext): Promise<void> {
  const state = await context.platformDb(seedState);
  if (state.phase === "done" || state.phase === "foreign") return;
  const tenants = context.service<Tenants>("platform.tenants@1");
  if (state.phase === "new") {
    const phase = (await tenants.countTenants()) > 0 ? "foreign" : "begun";
    await context.platformDb((trx) => note(trx, { phase }));
    if (phase === "foreign") return;
  }
  const world = await context.platformDb((trx) => ensureSampleWorld(trx, context.clock.now()));
  for (const plan of TENANTS) await seedTenant(context, tenants, plan, world);
  await context.platformDb((trx) => note(trx, { phase: "done", problem: undefined }));
  context.log.info("The sample tenants are ready.");
}

async function seedTenant(
  context: PlatformContext,
  tenants: Tenants,
  plan: TenantPlan,
  world: SampleWorld,
): Promise<void> {
  const { slug, name, timezone } = plan;
  const { id: tenantId } =
    (await tenants.findTenant(slug)) ?? (await tenants.createTenant({ slug, name, timezone }));
  for (const { email, name: called, role } of plan.people) {
    const { id: personId } = await tenants.ensurePerson({ email, name: called });
    await once(context, `${slug} ${email}`, () => tenants.addMember({ tenantId, personId, role }));
  }
  for (const bot of plan.bots) await seedBot(context, tenantId, bot, world);
}

async function seedBot(
  context: PlatformContext,
  tenantId: string,
  { role, username, channels }: BotPlan,
  world: SampleWorld,
): Promise<void> {
  const connections = context.service<Connections>("platform.connections@1");
  const token = world.tokens[username] ?? "";
  await once(context, `connect ${username}`, () => connections.connect({ tenantId, role, token }));
  for (const { title, kind } of channels) {
    const chat = String(world.channels[title]);
    await once(context, `channel ${username} ${title}`, () =>
      connections.addChannel({ tenantId, role, chat, kind }),
    );
  }
}

/** Runs a step that was not noted as done. */
async function once(context: PlatformContext, step: string, work: () => Promise<unknown>): Promise<void> {
  const { steps } = await context.platformDb(seedState);
  if (steps.includes(step)) return;
  await work();
  await context.platformDb(async (trx) => note(trx, { steps: [...(await seedState(trx)).steps, step] }));
}

async function note(trx: Transaction, change: Partial<SeedState>): Promise<void> {
  const state = { ...(await seedState(trx)), ...change };
  await trx.run(
    "insert into setting (key, value) values ('seed', $1::jsonb) on conflict (key) do update set value = excluded.value",
    [JSON.stringify(state)],
  );
}
