import { newVisitor, type Seen, type Visitor } from "../../../host/testkit/chat.ts";
import { OWNER, type Person, startTestHost, type TestHost } from "../../../test/kit/host.ts";

export const BOT = "aurum_help_bot";

/** A host with the coupon bot on for the sample tenant, and people who chat with its bot through the playground. */
export interface ChatWorld {
  host: TestHost;
  owner: Person;
  visitor(firstName: string, languageCode?: string): Promise<Chatter>;
  /** Changes some of the plugin's settings. */
  set(settings: Record<string, unknown>): Promise<void>;
  /** Rows of the plugin's tables. */
  rows<Row extends object>(text: string, values?: (string | number)[]): Promise<Row[]>;
}

export interface Chatter extends Visitor {
  /** Waits for a message of the bot that comes after `after` and looks like this; answers it. */
  sees(what: string, look: (seen: Seen) => boolean, after?: number): Promise<Seen>;
  /** The newest message's id: what comes later is news. */
  last(): Promise<number>;
}

export async function startChatWorld(settings: Record<string, unknown> = {}): Promise<ChatWorld> {
  const host = await startTestHost({ variables: { LOG_LEVEL: "silent" } });
  try {
    const owner = await host.signIn(OWNER);
    await owner.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    await owner.call("POST", "/api/plugins/coupon-bot/enable", { settings });
    return {
      host,
      owner,
      visitor: async (firstName, languageCode) =>
        chatter(host, await newVisitor(host, owner, BOT, firstName, languageCode)),
      set: async (change) => {
        const { etag, settings: before } = await owner.call<{ etag: string; settings: object }>(
          "GET",
          "/api/plugins/coupon-bot/settings",
        );
        const saved = await owner.ask(
          "PUT",
          "/api/plugins/coupon-bot/settings",
          { ...before, ...change },
          { "if-match": etag },
        );
        if (saved.status >= 400) throw new Error(JSON.stringify(saved.body));
      },
      rows: (text, values) => host.database.system((trx) => trx.many(text, values), "p_coupon_bot"),
    };
  } catch (error) {
    await host.stop();
    throw error;
  }
}

function chatter(host: TestHost, visitor: Visitor): Chatter {
  return {
    ...visitor,
    async last() {
      return (await visitor.messages()).at(-1)?.id ?? 0;
    },
    async sees(what, look, after = 0) {
      let all: Seen[] = [];
      return host
        .until(what, async () => {
          all = await visitor.messages();
          return all.find((seen) => !seen.mine && seen.id > after && look(seen));
        })
        .catch((error: Error) => {
          throw new Error(`${error.message} The chat: ${JSON.stringify(all)}`);
        });
    },
  };
}
