import { PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import type { Wording } from "../texts/wording.ts";
import type { ChatParts } from "./parts.ts";
import { readTalk, type Talk } from "./talk.ts";
import { endTask, holdTask, type Task, turnTask, type Work } from "./task.ts";
import { voiceFor } from "./voice.ts";

/** A piece of work under way. */
export interface Errand {
  parts: ChatParts;
  context: TenantContext;
  task: Task;
}

/** What a step of the work writes with: somebody's words, in the transaction that moves the task. */
export interface Desk {
  trx: Transaction;
  talk: Talk;
  voice: Wording;
  now: Date;
}

/** The person sent /cancel or something new, or another host has the task: what would have been written is not. */
export class TakenBack extends Error {
  constructor() {
    super("The task was taken back.");
    this.name = "TakenBack";
  }
}

/** One step's messages, and the task's end, turn or stay beside them. @throws TakenBack */
export async function write(
  { context, task }: Errand,
  work: (desk: Desk) => Promise<Work | "ended" | "going on">,
): Promise<void> {
  const now = context.clock.now();
  await context.db(async (trx) => {
    // First the person, then their tasks: everybody takes the locks in that order.
    const talk = await readTalk(trx, task.person);
    if (talk === undefined) throw new TakenBack();
    const voice = await voiceFor(trx, context.settings, talk);
    const next = await work({ trx, talk, voice, now });
    if (!(await moved(trx, task, next))) throw new TakenBack();
  });
}

function moved(trx: Transaction, task: Task, next: Work | "ended" | "going on"): Promise<boolean> {
  if (next === "ended") return endTask(trx, task);
  return next === "going on" ? holdTask(trx, task) : turnTask(trx, task, next);
}

/** Whether another attempt could end otherwise. */
export function mayRecover(error: unknown): boolean {
  return !PlatformError.is(error) || error.status >= 500 || error.status === 429;
}
