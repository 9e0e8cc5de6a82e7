import type { Transaction, UpdateContext } from "@promostack/core";
import { readPressData } from "../broadcast/links.ts";
import { pressBroadcast } from "../broadcast/pressing.ts";
import { readButtonData } from "../engine/messages.ts";
import type { End } from "../engine/session.ts";
import { noteStillWaiting, noteWaiting } from "../inbox/conversationRows.ts";
import { colleagueNotice } from "./colleagueNotice.ts";
import type { Desk } from "./desk.ts";
import { admit, type Door } from "./entering.ts";
import { type Incoming, readIncoming } from "./incoming.ts";
import { moveAll } from "./moving.ts";
import { heard, type Person, personOfUser, type Said, type TelegramUser } from "./people.ts";
import { lockSessions, type StoredSession } from "./sessionRows.ts";
import { stop } from "./stopping.ts";
import { doorFor, doorForWords } from "./triggers.ts";
import { writeEnd } from "./writing.ts";

const BLOCKED: End = { state: "stopped", outcome: "blocked the bot" };

/** Opens a desk on a transaction of the update's tenant. */
export type DeskFor = (trx: Transaction, now: Date) => Desk;

/**
 * One update, in one transaction: the person, what they said, the walk's move and its messages commit together with the mark that the
 * update was handled. True where journeys took it, so that nobody else answers.
 */
export async function handleUpdate(context: UpdateContext, deskFor: DeskFor): Promise<boolean> {
  const now = context.clock.now();
  const incoming = readIncoming(context.update, now.getTime());
  if (incoming === undefined) return false;
  // What people press elsewhere is no part of a conversation.
  if (incoming.kind === "press" && !isOurs(incoming.data) && !incoming.isPrivate) return false;
  return context.db(async (trx) => {
    const scene: Scene = { context, desk: deskFor(trx, now) };
    switch (incoming.kind) {
      case "message":
        return takeMessage(scene, incoming);
      case "press":
        return takePress(scene, incoming);
      case "blocked":
        return takeBlock(scene, incoming);
      case "membership":
        return takeMembership(scene, incoming);
      case "join_request":
        return takeJoinRequest(scene, incoming);
    }
  });
}

function isOurs(data: string): boolean {
  return readButtonData(data) !== undefined || readPressData(data) !== undefined;
}

interface Scene {
  context: UpdateContext;
  desk: Desk;
}

type Of<Kind extends Incoming["kind"]> = Extract<Incoming, { kind: Kind }>;

/** What became of a message: the bot reacts, nobody says anything, or it is left to other plugins. */
type Reaction = "answered" | "silent" | "left";

async function takeMessage(scene: Scene, message: Of<"message">): Promise<boolean> {
  const { answer, command } = message;
  const code = command?.name === "start" ? command.argument : "";
  const source = code === "" ? (command ? `command:${command.name}` : "message") : code;
  const { person, live, waited } = await meet(scene, message.user, source, answer);
  const reaction = await react(scene, person, live, message);
  if (reaction === "silent") await noteWaiting(scene.desk.trx, person, waited ?? scene.desk.now);
  // Whoever waited for a colleague before still does, until somebody answers.
  else if (reaction === "left" && waited !== null) await noteWaiting(scene.desk.trx, person, waited);
  return reaction !== "left";
}

/**
 * A message that no plugin has answered: any-message doors open, a walk keeps it for a step that wants it, and colleagues see that
 * somebody waits.
 */
export async function handleUnanswered(context: UpdateContext, deskFor: DeskFor): Promise<boolean> {
  const now = context.clock.now();
  const message = readIncoming(context.update, now.getTime());
  if (message?.kind !== "message") return false;
  return context.db(async (trx) => {
    const scene: Scene = { context, desk: deskFor(trx, now) };
    const { person, live } = await find(scene, message.user, "message");
    const reaction = await takeUnanswered(scene, person, live, message);
    // A command that nobody knows is no question to anybody.
    if (reaction === "silent" || (reaction === "left" && message.command === undefined))
      await noteStillWaiting(trx, person, now);
    return reaction !== "left";
  });
}

async function takeUnanswered(
  scene: Scene,
  person: Person,
  live: StoredSession | undefined,
  { answer, command }: Of<"message">,
): Promise<Reaction> {
  if (live !== undefined) {
    await moveAll(scene.desk, [{ stored: live, person, input: { kind: "answer", answer } }]);
    return waitsForAnswer(live) ? "answered" : "silent";
  }
  // A first contact without a code counts as any message.
  if (command !== undefined && command.name !== "start") return "left";
  const any = await doorFor(scene.desk.trx, scene.context.tenantId, "any_message", [""]);
  return any === undefined ? "left" : enter(scene, person, any, "any_message");
}

async function react(
  scene: Scene,
  person: Person,
  live: StoredSession | undefined,
  { answer, command }: Of<"message">,
): Promise<Reaction> {
  const { desk, context } = scene;
  const { tenantId } = context;
  const code = command?.name === "start" ? command.argument : "";
  const facts = desk.facts(tenantId);
  const word = answer.text.trim().toLowerCase();
  if (command?.name === "stop" || (answer.kind === "text" && facts?.stopWords.includes(word))) {
    await stop(scene, person, live);
    return "answered";
  }
  if (person.stopped && command?.name === "start") {
    await desk.trx.run("update person set stopped_at = null where tenant_id = $1 and id = $2", [
      tenantId,
      person.id,
    ]);
    person.stopped = false;
  }
  if (command !== undefined) {
    const door =
      code === ""
        ? await doorFor(desk.trx, tenantId, "command", [command.name])
        : await doorFor(desk.trx, tenantId, "deep_link", [code]);
    const kind = code === "" ? `command:${command.name}` : `deep_link:${code}`;
    if (door !== undefined) return enter(scene, person, door, kind);
  }
  // A colleague has the conversation: what is said is theirs to answer.
  if (person.takenOver) return "silent";
  // A command is an answer only where nobody knows it.
  if (command !== undefined) return "left";
  if (live !== undefined && waitsForAnswer(live)) {
    await moveAll(desk, [{ stored: live, person, input: { kind: "answer", answer } }]);
    return "answered";
  }
  const door = answer.kind === "text" ? await doorForWords(desk.trx, tenantId, answer.text) : undefined;
  return door === undefined ? "left" : enter(scene, person, door, `keyword:${door.key}`);
}

function waitsForAnswer({ session }: StoredSession): boolean {
  return session.wait?.kind === "reply" || session.wait?.kind === "collect";
}

async function takePress(scene: Scene, { user, query, data, label, at }: Of<"press">): Promise<boolean> {
  const { desk, context } = scene;
  const pressed = readButtonData(data);
  const ofBroadcast = readPressData(data);
  const said = { kind: "press", text: label } as const;
  const { person, live, waited } = await meet(scene, user, "button", said);
  if (person.takenOver) await noteWaiting(desk.trx, person, waited ?? desk.now);
  else if (!isOurs(data)) {
    // Another plugin's button. Whoever waited for a colleague before still does.
    if (waited !== null) await noteWaiting(desk.trx, person, waited);
    return false;
  }
  const { overReply = "" } = desk.facts(context.tenantId) ?? {};
  // Somebody else's walk, or one that is over: a copy of the message, or an old one.
  let notice: string | undefined = person.takenOver
    ? colleagueNotice(user.language_code ?? person.language)
    : overReply;
  if (ofBroadcast !== undefined) {
    if (await pressBroadcast(desk, person, ofBroadcast)) notice = undefined;
  } else if (pressed !== undefined && live?.session.id === pressed.sessionId && !person.takenOver) {
    const { step, button } = pressed;
    const [made] = await moveAll(desk, [
      { stored: live, person, input: { kind: "press", step, button, at } },
    ]);
    notice = made?.move.notice === "over" ? overReply : undefined;
  }
  await context.send(desk.trx, {
    role: "message_bot",
    chat: String(user.id),
    method: "answerCallbackQuery",
    payload: { callback_query_id: query, ...(notice !== undefined && { text: notice }) },
    dedupeKey: `journey:answer:${query}`,
    priority: 0,
    // Telegram forgets a query after 150 seconds.
    expiresAt: new Date(at + 150_000),
    afterCrash: "repeat",
  });
  return true;
}

async function takeBlock(scene: Scene, { user, blocked }: Of<"blocked">): Promise<boolean> {
  const { desk, context } = scene;
  const { person, live } = await find(scene, user, "");
  const { trx, now } = desk;
  if (blocked && live !== undefined) await writeEnd(desk, live, person, BLOCKED);
  await trx.run("update person set blocked_at = $3 where tenant_id = $1 and id = $2", [
    context.tenantId,
    person.id,
    blocked ? now : null,
  ]);
  return false;
}

async function takeMembership(
  scene: Scene,
  { user, chat, inside, joined }: Of<"membership">,
): Promise<boolean> {
  const { desk, context } = scene;
  const { person } = await find(scene, user, `channel_join:${chat}`);
  await desk.trx.run(
    `update person set chats = case when $3 then array(select distinct unnest(chats || $4::text)) else array_remove(chats, $4) end
     where tenant_id = $1 and id = $2`,
    [context.tenantId, person.id, inside, chat],
  );
  if (!joined) return false;
  const door = await doorFor(desk.trx, context.tenantId, "channel_join", [chat, ""]);
  if (door !== undefined)
    await enter(scene, { ...person, chats: [...person.chats, chat] }, door, `channel_join:${chat}`);
  return false;
}

async function takeJoinRequest(scene: Scene, { user, chat }: Of<"join_request">): Promise<boolean> {
  const { desk, context } = scene;
  const door = await doorFor(desk.trx, context.tenantId, "join_request", [chat, ""]);
  if (door === undefined) return false;
  const { person } = await find(scene, user, `join_request:${chat}`);
  // Who asks to join may be written to for five minutes, even without having started the bot.
  await enter(scene, { ...person, blocked: false }, door, `join_request:${chat}`);
  return false;
}

/** The person and their walk, which is locked; notes that they were heard. `waited`: since when somebody owes them an answer. */
async function meet(scene: Scene, user: TelegramUser, source: string, said: Said) {
  const met = await find(scene, user, source);
  const { trx, now } = scene.desk;
  const waited = await heard(trx, met.person, user, now, said);
  return { ...met, waited, person: { ...met.person, lastHeard: now, blocked: false } };
}

async function find(
  { desk, context }: Scene,
  user: TelegramUser,
  source: string,
): Promise<{ person: Person; live: StoredSession | undefined }> {
  const person = await personOfUser(desk.trx, context.tenantId, user, source, desk.now);
  const [live] = await lockSessions(desk.trx, "s.tenant_id = $1 and s.person_id = $2", [
    context.tenantId,
    person.id,
  ]);
  return { person, live };
}

async function enter({ desk }: Scene, person: Person, door: Door, enteredBy: string): Promise<Reaction> {
  const entry = await admit(desk, { person, door, enteredBy });
  if (entry.result !== "entered") return "silent";
  await moveAll(desk, [entry.toMove]);
  return "answered";
}
