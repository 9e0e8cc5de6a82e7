import type { Transaction, UpdateContext } from "@promostack/core";
import { codeFrom } from "../codes/code.ts";
import { duration, isLanguage, LANGUAGES } from "../texts/language.ts";
import type { TextKey } from "../texts/text.ts";
import type { Values, Wording } from "../texts/wording.ts";
import { type Key, keyboard, type Press, pressKey, readPressData } from "./buttons.ts";
import { readHeard, type Speaker } from "./heard.ts";
import { readOffer } from "./offer.ts";
import { type Paced, take } from "./pace.ts";
import { atWork, message, pressAnswer } from "./saying.ts";
import { type ChatSettings, chatSettings } from "./settings.ts";
import { cameBy, chooseLanguage, meet, notePress, type Talk } from "./talk.ts";
import { addTask, dropTasks, type Work } from "./task.ts";
import { voiceFor } from "./voice.ts";

/** Longer texts are no codes. */
const LONGEST_CODE = 64;
/** Two taps within this time are one. */
const DOUBLE_TAP_MS = 5_000;
const LINK = /^c_([a-z0-9]{10})_([A-Za-z0-9_-]{1,40})$/;

/** Somebody's words or press, in the one short transaction that also marks the update as handled. */
interface Scene {
  context: UpdateContext;
  trx: Transaction;
  talk: Talk;
  voice: Wording;
  settings: ChatSettings;
  now: Date;
}

/** Told that work was written, once it is committed. */
export type Look = () => void;

/** Any text is a code. False where the update is none of the bot's business. */
export async function hearUpdate(context: UpdateContext, look: Look): Promise<boolean> {
  const heard = readHeard(context.update);
  if (heard === undefined) return false;
  if (heard.kind === "press") {
    const press = readPressData(heard.data);
    if (press === undefined) return false;
    await inTalk(context, heard.speaker, (scene) => takePress(scene, press, heard.query));
  } else {
    if (heard.text.startsWith("/")) return false;
    await inTalk(context, heard.speaker, (scene) => takeCode(scene, heard.text));
  }
  look();
  return true;
}

const COMMANDS = {
  async start(scene: Scene, argument: string) {
    const [, mark, code] = LINK.exec(argument) ?? [];
    if (mark === undefined || code === undefined)
      return say(scene, "welcome", { firstName: scene.talk.firstName });
    await cameBy(scene.trx, scene.talk.person, mark);
    return takeCode(scene, code);
  },
  async generate(scene: Scene) {
    const { code } = scene.talk;
    return code === null ? say(scene, "noLastCode") : takeCode(scene, code);
  },
  help: (scene: Scene) => say(scene, "help"),
  async cancel(scene: Scene) {
    await dropTasks(scene.trx, scene.talk.person, ["check", "looks", "look", "picture"]);
    return say(scene, "cancelled");
  },
  async language(scene: Scene) {
    if (scene.settings.language !== undefined) return say(scene, "languageFixed");
    return say(scene, "chooseLanguage", {}, languageKeys());
  },
} as const satisfies Record<string, (scene: Scene, argument: string) => Promise<void>>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES: readonly CommandName[] = ["start", "generate", "help", "cancel", "language"];

/** A command of the bot; in groups it says nothing. */
export async function hearCommand(
  context: UpdateContext,
  name: CommandName,
  argument: string,
  look: Look,
): Promise<void> {
  const heard = readHeard(context.update);
  if (heard === undefined) return;
  await inTalk(context, heard.speaker, (scene) => COMMANDS[name](scene, argument.trim()));
  look();
}

async function inTalk(
  context: UpdateContext,
  speaker: Speaker,
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const now = context.clock.now();
  await context.db(async (trx) => {
    const talk = await meet(trx, context.tenantId, speaker, now);
    const voice = await voiceFor(trx, context.settings, talk);
    await work({ context, trx, talk, voice, settings: chatSettings(context.settings), now });
    // With the update's mark: after a crash nobody else is asked for it.
    return true;
  });
}

async function takeCode(scene: Scene, text: string): Promise<void> {
  const { context, trx, talk, now, settings } = scene;
  const seconds = await tooOften(scene, "codes", settings.codesPerMinute);
  if (seconds !== undefined) {
    if (seconds.first) await say(scene, "tooMany", { time: duration(seconds.wait, scene.voice.language) });
    return;
  }
  const code = text.trim().length > LONGEST_CODE ? "" : codeFrom(text);
  if (!/[A-Z0-9]/.test(code)) return say(scene, "notACode");
  // Looks of the code before would only be in the way.
  await dropTasks(trx, talk.person, ["looks"]);
  await addWork(scene, { kind: "check", code });
  await context.send(trx, atWork(talk.person, "typing", now));
}

async function takePress(scene: Scene, press: Press, query: string): Promise<void> {
  const { context, trx, talk, now } = scene;
  const notice = await reactTo(scene, press);
  await context.send(
    trx,
    pressAnswer(talk.person, query, notice === undefined ? "" : scene.voice.say(...notice), now),
  );
}

/** What the press does, and what is shown over the chat where something should be. */
async function reactTo(scene: Scene, press: Press): Promise<[TextKey, Values?] | undefined> {
  const { context, trx, talk, now, settings, voice } = scene;
  if (press.act === "language") {
    if (settings.language !== undefined) return ["languageFixed"];
    await chooseLanguage(trx, talk.person, press.language);
    const chosen = await voiceFor(trx, context.settings, { ...talk, chosenLanguage: press.language });
    await context.send(trx, message(talk.person, chosen.say("languageSet")));
    return undefined;
  }
  const paced: [Paced, number] =
    press.act === "again" ? ["codes", settings.codesPerMinute] : ["pictures", settings.picturesPerHour];
  const seconds = await tooOften(scene, ...paced);
  if (seconds !== undefined) return ["slowDown", { time: duration(seconds.wait, voice.language) }];
  const work = workOf(press);
  if ("offer" in work) {
    const offer = await readOffer(trx, work.offer);
    if (offer === undefined) return ["old"];
    if (offer.person !== talk.person) return ["notYours"];
  }
  const key = keyOf(work);
  const tapped = talk.pressed === key && now.getTime() - (talk.pressedAt?.getTime() ?? 0) < DOUBLE_TAP_MS;
  if (tapped || !(await addWork(scene, work))) return ["onItsWay"];
  await notePress(trx, talk.person, key, now);
  await context.send(trx, atWork(talk.person, press.act === "again" ? "typing" : "upload_photo", now));
  return undefined;
}

function workOf(press: Exclude<Press, { act: "language" }>): Work {
  switch (press.act) {
    case "look":
      return { kind: "look", offer: press.offer, template: press.template };
    case "size":
      return { kind: "picture", offer: press.offer, template: press.template, size: press.size };
    case "more":
      return { kind: "looks", offer: press.offer, page: press.page };
    case "again":
      return { kind: "check", code: press.code };
  }
}

function keyOf(work: Work): string {
  return Object.values(work).join(" ");
}

function addWork({ trx, context, talk, now }: Scene, what: Work): Promise<boolean> {
  const { tenantId } = context;
  return addTask(trx, { tenantId, person: talk.person, key: keyOf(what), what }, now);
}

async function tooOften({ trx, talk, now }: Scene, what: Paced, most: number) {
  const taken = await take(trx, talk.person, what, most, now);
  return taken.allowed ? undefined : { wait: taken.seconds, first: taken.first };
}

async function say(scene: Scene, key: TextKey, values?: Values, keys?: { inline_keyboard: Key[][] }) {
  const { context, trx, talk, voice } = scene;
  await context.send(trx, message(talk.person, voice.say(key, values), keys));
}

function languageKeys() {
  const keys = Object.entries(LANGUAGES).flatMap(([language, { name }]) =>
    isLanguage(language) ? [pressKey(name, { act: "language", language })] : [],
  );
  const rows: Key[][] = [];
  for (let at = 0; at < keys.length; at += 2) rows.push(keys.slice(at, at + 2));
  return keyboard(...rows);
}
