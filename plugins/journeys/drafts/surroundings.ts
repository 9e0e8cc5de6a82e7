import { type BotIdentity, PlatformError, type Static, type TenantContext, Type } from "@promostack/core";

/** What the editor offers to choose from. */
export const Surroundings = Type.Object({
  bot: Type.Union([Type.String({ description: "Its name, without the @." }), Type.Null()]),
  channels: Type.Array(Type.Object({ chat: Type.String(), title: Type.String() })),
  tags: Type.Array(Type.String({ description: "Those that people have." })),
  fields: Type.Array(Type.String({ description: "Custom fields that people have." })),
});
export type Surroundings = Static<typeof Surroundings>;

/** Tags and fields are looked for with the newest people: all of them would be a long read. */
const LOOKED_AT = 5_000;

export async function surroundingsOf(context: TenantContext): Promise<Surroundings> {
  const bot = await connectedBot(context);
  const { tags, fields } = await context.db(async (trx) => {
    const newest = `select tags, fields from person order by first_seen desc, id desc limit ${LOOKED_AT}`;
    return {
      tags: await trx.many<{ name: string }>(
        `select distinct unnest(tags) as name from (${newest}) p order by name limit 200`,
      ),
      fields: await trx.many<{ name: string }>(
        `select distinct jsonb_object_keys(fields) as name from (${newest}) p order by name limit 200`,
      ),
    };
  });
  return {
    bot: bot?.username ?? null,
    channels: (bot?.channels ?? []).map(({ chat, title }) => ({ chat, title })),
    tags: tags.map(({ name }) => name),
    fields: fields.map(({ name }) => name),
  };
}

/** The bot that talks with people; undefined where none is connected yet. */
export async function connectedBot(context: Pick<TenantContext, "bot">): Promise<BotIdentity | undefined> {
  try {
    return await context.bot("message_bot");
  } catch (error) {
    if (PlatformError.is(error) && error.code === "bot.not_configured") return undefined;
    throw error;
  }
}
