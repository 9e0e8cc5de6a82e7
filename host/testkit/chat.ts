import type { Person, TestHost } from "./host.ts";

/** A message as a person sees it in the chat. */
export interface Seen {
  id: number;
  mine: boolean;
  text: string;
  buttons: { text: string; url?: string }[][];
  /** Telegram's id of the picture's largest size, where it has one. */
  photo?: string;
}

/** A person of the local Telegram, in their private chat with a bot. */
export interface Visitor {
  telegramId: number;
  write(text: string): Promise<void>;
  /** Sends their own number, or where they are. */
  share(what: "contact" | "location"): Promise<void>;
  /** What the bot has put in place of their keyboard. */
  keyboard(): Promise<string[]>;
  /** Presses Start, with a link's code. */
  start(code?: string): Promise<void>;
  /** Presses the newest button that says this; answers what the bot showed. */
  press(text: string): Promise<{ text?: string; url?: string }>;
  block(blocked: boolean): Promise<void>;
  /** Oldest first. */
  messages(): Promise<Seen[]>;
  /** Waits until the bot's newest messages are these, in order. */
  reads(...texts: string[]): Promise<void>;
}

/** A new person who opens a bot's chat. `as` is anybody who is signed in at the host. */
export async function newVisitor(
  host: TestHost,
  as: Person,
  botUsername: string,
  firstName: string,
  languageCode?: string,
): Promise<Visitor> {
  const pages = telegramPages(host);
  const { id: telegramId } = await as.call<{ id: number }>("POST", `${pages}/people`, {
    firstName,
    languageCode,
  });
  const { room } = await as.call<{ room: string }>("POST", `${pages}/private-chats`, {
    personId: telegramId,
    botUsername,
  });
  const chat = `${pages}/chats/${room}`;
  const messages = async (): Promise<Seen[]> => {
    const { items } = await as.call<{ items: Listed[] }>("GET", `${chat}/messages`);
    return items.map((each) => seen(each, telegramId)).reverse();
  };
  return {
    telegramId,
    messages,
    async write(text) {
      await as.call("POST", `${chat}/messages`, { personId: telegramId, text });
    },
    async share(what) {
      const shared =
        what === "contact" ? { contact: true } : { location: { latitude: 51.5, longitude: -0.12 } };
      await as.call("POST", `${chat}/messages`, { personId: telegramId, ...shared });
    },
    async keyboard() {
      const { keyboard } = await as.call<{ keyboard: { text: string }[][] }>("GET", chat);
      return keyboard.flat().map((key) => key.text);
    },
    async start(payload) {
      await as.call("POST", `${chat}/starts`, { personId: telegramId, payload });
    },
    async press(text) {
      for (const { id, buttons } of (await messages()).reverse()) {
        for (const [row, keys] of buttons.entries()) {
          const column = keys.findIndex((key) => key.text === text);
          const press = { personId: telegramId, messageId: id, row, column };
          if (column >= 0) return as.call("POST", `${chat}/presses`, press);
        }
      }
      throw new Error(`No button says "${text}".`);
    },
    async block(blocked) {
      await as.call("PUT", `${chat}/block`, { blocked });
    },
    async reads(...texts) {
      let last: string[] = [];
      await host
        .until(`"${texts.join('", "')}"`, async () => {
          last = (await messages()).filter(({ mine }) => !mine).map(({ text }) => text);
          return texts.every((text, index) => last[last.length - texts.length + index] === text);
        })
        .catch((error: Error) => {
          throw new Error(`${error.message} The bot said: ${JSON.stringify(last)}`);
        });
    },
  };
}

/** Where the plugin that stands in for Telegram answers for its people. */
function telegramPages({ runtime }: TestHost): string {
  const found = runtime.plugins().find(({ manifest }) => manifest?.contributes?.standIns?.telegram);
  if (found === undefined) throw new Error("No plugin stands in for Telegram here.");
  return `/api/p/${found.id}`;
}

interface Listed {
  id: number;
  from?: { id: number };
  content: {
    text?: string;
    caption?: string;
    photo?: { file_id: string }[];
    reply_markup?: { inline_keyboard?: { text: string; url?: string }[][] };
  };
}

function seen({ id, from, content }: Listed, telegramId: number): Seen {
  return {
    id,
    mine: from?.id === telegramId,
    text: content.text ?? content.caption ?? "",
    buttons: content.reply_markup?.inline_keyboard ?? [],
    ...(content.photo !== undefined && { photo: content.photo.at(-1)?.file_id }),
  };
}
