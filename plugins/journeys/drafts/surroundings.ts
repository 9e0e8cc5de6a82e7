import { type BotIdentity, PlatformError, type Static, type TenantContext, Type } from "@promostack/core";
import { Value } from "../graph/parts.ts";
import type { ActionOffer, Choice } from "../points/api.ts";
import { choosesOwn, readChoices, withChoices } from "../points/choices.ts";
import type { Points } from "../points/points.ts";

/** What the editor offers to choose from. */
export const Surroundings = Type.Object({
  bot: Type.Union([Type.String({ description: "Its name, without the @." }), Type.Null()]),
  channels: Type.Array(Type.Object({ chat: Type.String(), title: Type.String() })),
  tags: Type.Array(Type.String({ description: "Those that people have." })),
  fields: Type.Array(Type.String({ description: "Custom fields that people have." })),
  /** What plugins contribute. */
  actions: Type.Array(
    Type.Object({
      plugin: Type.String(),
      name: Type.String(),
      title: Type.String(),
      description: Type.Optional(Type.String()),
      input: Type.Unsafe<Record<string, unknown>>({
        type: "object",
        description: "JSON Schema of its settings, with the tenant's own channels and tags to choose from.",
      }),
      outcomes: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
      answers: Type.Array(
        Type.Object({ name: Type.String(), title: Type.String(), sample: Type.Optional(Value) }),
      ),
      answersMore: Type.Optional(Type.Boolean()),
    }),
  ),
  facts: Type.Array(
    Type.Object({
      plugin: Type.String(),
      name: Type.String(),
      title: Type.String(),
      type: Type.Union([Type.Literal("text"), Type.Literal("number"), Type.Literal("yes-no")]),
      choices: Type.Optional(Type.Array(Type.String())),
      variable: Type.Optional(Type.String()),
    }),
  ),
  events: Type.Array(
    Type.Object({
      plugin: Type.String(),
      name: Type.String(),
      title: Type.String(),
      variables: Type.Optional(Type.Array(Type.Object({ name: Type.String(), title: Type.String() }))),
    }),
  ),
});
export type Surroundings = Static<typeof Surroundings>;

/** Tags and fields are looked for with the newest people: all of them would be a long read. */
const LOOKED_AT = 5_000;

export async function surroundingsOf(context: TenantContext, points: Points): Promise<Surroundings> {
  const { tenantId } = context;
  const bot = await connectedBot(context);
  const { tags, fields } = await context.db(async (trx) => {
    const newest = `select tags, fields from person order by first_seen desc, id desc limit ${LOOKED_AT}`;
    return {
      tags: await trx.many<{ name: string }>(
        `select distinct unnest(tags) as name from (${newest}) p order by name limit 200`,
      ),
      fields: await trx.many<{ name: string }>(
        `select jsonb_object_keys(fields) as name from (${newest}) p union select name from person_field order by name limit 200`,
      ),
    };
  });
  const channels = (bot?.channels ?? []).map(({ chat, title }) => ({ chat, title }));
  const choices = {
    channels: channels.map(({ chat, title }) => ({ const: chat, title })),
    tags: tags.map(({ name }) => ({ const: name, title: name })),
  };
  const actions = await points.actions.contributions(tenantId);
  return {
    bot: bot?.username ?? null,
    channels,
    tags: tags.map(({ name }) => name),
    fields: fields.map(({ name }) => name),
    actions: await Promise.all(
      actions.map(async (each) => {
        const own = choosesOwn(each.input) ? await ownChoices(context, points, each) : {};
        return { ...each, input: withChoices(each.input, { ...choices, own }) };
      }),
    ),
    facts: await points.facts.contributions(tenantId),
    events: await points.triggers.contributions(tenantId),
  };
}

/** What the contributing plugin offers to choose from; nothing while it does not answer: its fields are texts then. */
async function ownChoices(
  context: TenantContext,
  { actions }: Points,
  { plugin, name }: ActionOffer & { plugin: string },
): Promise<Record<string, Choice[]>> {
  try {
    return readChoices(await actions.call(context, { plugin, name }, "choices"));
  } catch (error) {
    context.signal.throwIfAborted();
    context.log.warn("An action's choices were not answered", { contributor: plugin, action: name, error });
    return {};
  }
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
