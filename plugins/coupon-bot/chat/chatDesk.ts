import { Lane, type LaneOptions, type PlatformContext, PlatformError } from "@promostack/core";
import { check } from "./checking.ts";
import { type Errand, mayRecover, TakenBack, write } from "./errand.ts";
import { giveUp, sayBusy } from "./givingUp.ts";
import { showLooks } from "./looks.ts";
import type { ChatParts } from "./parts.ts";
import { makePicture } from "./picture.ts";
import { claimTasks, delayTask, type Task, type Work } from "./task.ts";

const MOST_ATTEMPTS = 5;
const FIRST_BACK_OFF_MS = 1_500;
/** Nobody waits for an answer any more. */
const LIFE_MS = 3_600_000;

/**
 * Does what people asked the bot for: checks codes, draws looks and pictures. Nothing of it runs on the webhook's path. What a step says goes to
 * the outbox in the transaction that moves its task, so a host that dies leaves a lease that runs out, and nothing is said twice.
 *
 * Answers have a lane of their own: where more pictures are wanted than can be drawn, codes are answered all the same.
 */
export class ChatDesk {
  readonly parts: ChatParts;
  readonly #context: PlatformContext;
  readonly #checks: Lane<Task>;
  readonly #drawings: Lane<Task>;
  #stopping = false;

  constructor(context: PlatformContext, parts: ChatParts) {
    this.#context = context;
    this.parts = parts;
    this.#checks = this.#laneOf(["check"], { atOnce: 48, atOnceATenant: 16 });
    // Fewer than the renderer lets wait: five looks a task.
    this.#drawings = this.#laneOf(["looks", "look", "picture"], { atOnce: 12, atOnceATenant: 6 });
  }

  start(): void {
    this.#checks.start();
    this.#drawings.start();
  }

  /** Work was written in this process. */
  look(): void {
    this.#checks.look();
    this.#drawings.look();
  }

  /** Claims nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([this.#checks.stop(), this.#drawings.stop()]);
  }

  #laneOf(
    kinds: readonly Work["kind"][],
    bounds: Pick<LaneOptions<Task>, "atOnce" | "atOnceATenant">,
  ): Lane<Task> {
    const { platformDb, clock, log } = this.#context;
    const lane: Lane<Task> = new Lane<Task>(log, {
      of: "tasks of the chat",
      ...bounds,
      claim: (share) => platformDb((trx) => claimTasks(trx, clock.now(), { kinds, ...share })),
      work: (task) => this.#do(task, lane),
    });
    return lane;
  }

  async #do(task: Task, lane: Lane<Task>): Promise<void> {
    const { tenants, clock } = this.#context;
    try {
      const context = await tenants.context(task.tenantId);
      const errand: Errand = { parts: this.parts, context, task };
      try {
        if (clock.now().getTime() - task.madeAt.getTime() > LIFE_MS) await write(errand, async () => "ended");
        else await step(errand);
      } catch (error) {
        await this.#afterError(errand, error);
      }
      // What comes next is of another lane, or was waiting behind this.
      this.look();
    } catch (error) {
      await this.#later(task, lane, error);
    }
  }

  async #afterError(errand: Errand, error: unknown): Promise<void> {
    const { context, task } = errand;
    if (error instanceof TakenBack) return;
    const known = PlatformError.is(error) ? error : undefined;
    if (known?.code === "plugin.disabled" || this.#stopping) throw error;
    if (!mayRecover(error) || task.attempts >= MOST_ATTEMPTS) {
      context.log.warn("A task of the chat failed", { kind: task.what.kind, error });
      await giveUp(errand, error);
      return;
    }
    const busy = known?.code === "picture.busy" && !task.warned;
    if (busy) await sayBusy(errand);
    const waits = known?.retryAfter === undefined ? backOff(task) : known.retryAfter * 1_000;
    const dueAt = new Date(context.clock.now().getTime() + waits);
    await context.db((trx) => delayTask(trx, task, dueAt, { warned: busy }));
    context.log.info("A task of the chat is done again later", { kind: task.what.kind, error });
  }

  /** The plugin is off for the tenant, or the host ends: nothing is lost. */
  async #later(task: Task, lane: Lane<Task>, error: unknown): Promise<void> {
    const { platformDb, clock, log } = this.#context;
    const off = PlatformError.is(error) && error.code === "plugin.disabled";
    if (!off) log.warn("A task of the chat could not be done", { error });
    const waits = off ? lane.rest(task.tenantId) : backOff(task);
    const dueAt = new Date(clock.now().getTime() + waits);
    await platformDb((trx) => delayTask(trx, task, dueAt, { uncounted: off }));
  }
}

function step(errand: Errand): Promise<void> {
  const { what } = errand.task;
  switch (what.kind) {
    case "check":
      return check(errand, what.code);
    case "looks":
      return showLooks(errand, what.offer, what.page);
    case "look":
    case "picture":
      return makePicture(errand, what);
  }
}

/** 1.5, 4.5, 13.5 seconds … */
function backOff({ attempts }: Task): number {
  return FIRST_BACK_OFF_MS * 3 ** Math.min(attempts - 1, 4);
}
