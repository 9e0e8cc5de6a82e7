import { setTimeout as delay } from "node:timers/promises";
import { type PlatformContext, PlatformError } from "@promostack/core";
import { keyboard, type Press, pressKey } from "./buttons.ts";
import { check } from "./checking.ts";
import { type Errand, TakenBack, write } from "./errand.ts";
import { showLooks } from "./looks.ts";
import type { ChatParts } from "./parts.ts";
import { makePicture, noteFailure } from "./picture.ts";
import { message } from "./saying.ts";
import { claimTasks, delayTask, type Task, type Work } from "./task.ts";

const AT_ONCE = 48;
/** What one tenant may hold before the others have their turn: a slow coupon API of theirs is their own trouble. */
const AT_ONCE_A_TENANT = 16;
const IDLE_MS = 1_000;
const MOST_ATTEMPTS = 5;
const FIRST_BACK_OFF_MS = 1_500;
const RESTS_MS = 10_000;
/** Nobody waits for an answer any more. */
const LIFE_MS = 3_600_000;

/**
 * Does what people asked the bot for: checks codes, draws looks and pictures. Nothing of it runs on the webhook's path. What a step says goes to
 * the outbox in the transaction that moves its task, so a host that dies leaves a lease that runs out, and nothing is said twice.
 */
export class ChatDesk {
  readonly parts: ChatParts;
  readonly #context: PlatformContext;
  readonly #stop = new AbortController();
  readonly #held = new Map<Promise<void>, string>();
  readonly #resting = new Map<string, number>();
  #wake = new AbortController();
  #running: Promise<void> | undefined;

  constructor(context: PlatformContext, parts: ChatParts) {
    this.#context = context;
    this.parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Work was written in this process. */
  look(): void {
    this.#wake.abort();
  }

  /** Claims nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#running;
    await Promise.all(this.#held.keys());
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController();
      let claimed = 0;
      try {
        claimed = await this.#round();
      } catch (error) {
        this.#context.log.error("The chat's tasks could not be claimed", { error });
      }
      if (this.#held.size >= AT_ONCE) await Promise.race(this.#held.keys());
      else if (claimed === 0) {
        const signal = AbortSignal.any([this.#wake.signal, this.#stop.signal]);
        await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #round(): Promise<number> {
    const free = AT_ONCE - this.#held.size;
    if (free <= 0) return 0;
    const { platformDb, clock } = this.#context;
    const limit = Math.min(free, AT_ONCE_A_TENANT);
    const without = [...this.#restingNow(), ...this.#busyNow()];
    const tasks = await platformDb((trx) => claimTasks(trx, clock.now(), limit, without));
    for (const task of tasks) {
      const work = this.#do(task).finally(() => {
        this.#held.delete(work);
        this.look();
      });
      this.#held.set(work, task.tenantId);
    }
    return tasks.length;
  }

  async #do(task: Task): Promise<void> {
    const { tenants, clock, log } = this.#context;
    try {
      const context = await tenants.context(task.tenantId);
      const errand: Errand = { parts: this.parts, context, task };
      if (clock.now().getTime() - task.madeAt.getTime() > LIFE_MS) {
        await write(errand, async () => "ended");
        return;
      }
      let work: Work | "ended" = task.what;
      while (work !== "ended") {
        const under: Work = work;
        try {
          work = await step(errand, under);
        } catch (error) {
          await this.#afterError(errand, under, error);
          return;
        }
      }
    } catch (error) {
      await this.#later(task, error).catch((cause) =>
        log.error("A task of the chat was lost to its lease", { error: cause }),
      );
    }
  }

  async #afterError(errand: Errand, work: Work, error: unknown): Promise<void> {
    const { context, task } = errand;
    if (error instanceof TakenBack) return;
    const known = PlatformError.is(error) ? error : undefined;
    if (known?.code === "plugin.disabled" || this.#stop.signal.aborted) throw error;
    const hopeless = known !== undefined && known.status < 500 && known.status !== 429;
    if (hopeless || task.attempts >= MOST_ATTEMPTS) {
      context.log.warn("A task of the chat failed", { kind: work.kind, error });
      await giveUp(errand, work, error);
      return;
    }
    const waits = known?.retryAfter === undefined ? backOff(task) : known.retryAfter * 1_000;
    const busy = known?.code === "picture.busy" && !task.warned;
    if (busy) await sayBusy(errand);
    const dueAt = new Date(context.clock.now().getTime() + waits);
    await context.db((trx) => delayTask(trx, task, dueAt, { warned: busy }));
    context.log.info("A task of the chat is done again later", { kind: work.kind, error });
  }

  /** The plugin is off for the tenant, or the host ends: nothing is lost. */
  async #later(task: Task, error: unknown): Promise<void> {
    const { platformDb, clock, log } = this.#context;
    const off = PlatformError.is(error) && error.code === "plugin.disabled";
    if (off) this.#resting.set(task.tenantId, Date.now() + RESTS_MS);
    else log.warn("A task of the chat could not be done", { error });
    const dueAt = new Date(clock.now().getTime() + (off ? RESTS_MS : backOff(task)));
    await platformDb((trx) => delayTask(trx, task, dueAt, { uncounted: off }));
  }

  /** Tenants that hold their share. */
  #busyNow(): string[] {
    const held = new Map<string, number>();
    for (const tenantId of this.#held.values()) held.set(tenantId, (held.get(tenantId) ?? 0) + 1);
    return [...held].filter(([, tasks]) => tasks >= AT_ONCE_A_TENANT).map(([tenantId]) => tenantId);
  }

  #restingNow(): string[] {
    const now = Date.now();
    for (const [tenantId, until] of this.#resting) if (until <= now) this.#resting.delete(tenantId);
    return [...this.#resting.keys()];
  }
}

function step(errand: Errand, work: Work): Promise<Work | "ended"> {
  switch (work.kind) {
    case "check":
      return check(errand, work.code);
    case "looks":
      return showLooks(errand, work.offer, work.page);
    case "look":
    case "picture":
      return makePicture(errand, work);
  }
}

/** What could not be done is said, with a button that tries it again. */
async function giveUp(errand: Errand, work: Work, error: unknown): Promise<void> {
  const { context, task } = errand;
  await write(errand, async (desk) => {
    const { trx, talk, voice } = desk;
    await noteFailure(errand, desk, work, error);
    const text = work.kind === "check" ? voice.say("unsure", { code: work.code }) : voice.say("failed");
    const keys = keyboard([pressKey(voice.say("tryAgain"), pressOf(work))]);
    await context.send(trx, message(talk.person, text, keys, `coupon:${task.id}:failed`));
    return "ended";
  });
}

async function sayBusy(errand: Errand): Promise<void> {
  const { context, task } = errand;
  await write(errand, async ({ trx, talk, voice }) => {
    await context.send(trx, message(talk.person, voice.say("busy"), undefined, `coupon:${task.id}:busy`));
    return "going on";
  });
}

/** The press that asks for the same work. */
function pressOf(work: Work): Press {
  switch (work.kind) {
    case "check":
      return { act: "again", code: work.code };
    case "looks":
      return { act: "more", offer: work.offer, page: work.page };
    case "look":
      return { act: "look", offer: work.offer, template: work.template };
    case "picture":
      return { act: "size", offer: work.offer, template: work.template, size: work.size };
  }
}

/** 1.5, 4.5, 13.5 seconds … */
function backOff({ attempts }: Task): number {
  return FIRST_BACK_OFF_MS * 3 ** Math.min(attempts - 1, 4);
}
