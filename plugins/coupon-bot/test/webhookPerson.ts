import type { TestHost } from "../../../test/kit/host.ts";

/** A message of the outbox, as its person will see it. */
export interface Said {
  method: string;
  text: string;
  keys: { text: string; url?: string; callback_data?: string }[];
  photo: string | undefined;
}

/**
 * Somebody whose updates come straight to the webhook and whose answers are read in the outbox, which nobody empties (stop the dispatcher): no
 * pace slows them, and an update may come twice.
 */
export interface WebhookPerson {
  id: number;
  /** Answers the update, to be delivered again. */
  write(text: string): Promise<object>;
  /** Presses the newest button that says this. */
  press(label: string): Promise<void>;
  pressData(data: string): Promise<void>;
  deliver(update: object): Promise<void>;
  /** Oldest first, without signs of being at work. */
  said(): Promise<Said[]>;
  /** Waits for a message like this. */
  hears(what: string, like: (said: Said) => boolean): Promise<Said>;
}

export interface Webhook {
  person(firstName: string, languageCode?: string): WebhookPerson;
}

let lastUpdate = 700_000_000;
let lastPerson = 8_000_000;

/** The webhook of a tenant's message bot. */
export async function webhookOf(host: TestHost, tenantId: string): Promise<Webhook> {
  const [hook] = await host.database.query<{ url: string; secret: string }>(
    `select b.webhook_url as url, b.webhook_secret as secret from p_playground.bot b
     join host.connection c on c.bot_id = b.id where c.role = 'message_bot' and c.tenant_id = $1`,
    [tenantId],
  );
  if (hook === undefined) throw new Error("The tenant has no message bot.");
  const deliver = async (update: object) => {
    const response = await fetch(hook.url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": hook.secret },
      body: JSON.stringify(update),
    });
    if (!response.ok) throw new Error(`The webhook answered ${response.status}.`);
  };
  return {
    person(firstName, languageCode = "en") {
      lastPerson += 1;
      const id = lastPerson;
      const from = { id, is_bot: false, first_name: firstName, language_code: languageCode };
      const date = 1_780_000_000;
      const chat = { id, type: "private", first_name: firstName };
      const said = async (): Promise<Said[]> => {
        const rows = await host.database.query<{ method: string; payload: Record<string, unknown> }>(
          `select method, payload from host.outbox where tenant_id = $1 and chat = $2 and method <> 'sendChatAction'
           order by created_at, id`,
          [tenantId, String(id)],
        );
        return rows.map(asSaid);
      };
      const pressData = async (data: string) => {
        lastUpdate += 1;
        const message = { message_id: 1, date, chat, text: "A message" };
        const query = { id: `q${lastUpdate}`, from, chat_instance: "1", data, message };
        await deliver({ update_id: lastUpdate, callback_query: query });
      };
      return {
        id,
        said,
        deliver,
        pressData,
        async write(text) {
          lastUpdate += 1;
          const [command = ""] = /^\/\w+/.exec(text) ?? [];
          const entities = [{ type: "bot_command", offset: 0, length: command.length }];
          const message = {
            ...{ message_id: lastUpdate % 1_000_000, date, from, chat, text },
            ...(command !== "" && { entities }),
          };
          const update = { update_id: lastUpdate, message };
          await deliver(update);
          return update;
        },
        async press(label) {
          const key = (await said()).flatMap(({ keys }) => keys).findLast(({ text }) => text === label);
          if (key?.callback_data === undefined) throw new Error(`No button says "${label}".`);
          await pressData(key.callback_data);
        },
        async hears(what, like) {
          let all: Said[] = [];
          return host
            .until(what, async () => {
              all = await said();
              return all.find(like);
            })
            .catch((error: Error) => {
              throw new Error(`${error.message} It said: ${JSON.stringify(all)}`);
            });
        },
      };
    },
  };
}

function asSaid({ method, payload }: { method: string; payload: Record<string, unknown> }): Said {
  const { text, caption, reply_markup: markup, photo } = payload;
  const rows = typeof markup === "object" && markup !== null ? Reflect.get(markup, "inline_keyboard") : [];
  const file: unknown =
    typeof photo === "object" && photo !== null ? Reflect.get(photo, "$storage") : undefined;
  return {
    method,
    text: String(text ?? caption ?? ""),
    keys: Array.isArray(rows) ? rows.flat() : [],
    photo: typeof file === "string" ? file : undefined,
  };
}
