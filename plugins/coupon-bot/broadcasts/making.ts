import { PlatformError, type TenantContext } from "@promostack/core";
import type { BroadcastsService } from "@promostack/plugin-journeys/api.ts";
import { withLink } from "../chat/pictureLink.ts";
import { storedPicture } from "../chat/pictures.ts";
import { tryCode } from "../codes/trial.ts";
import type { PublicParts } from "../public/parts.ts";
import type { NewBroadcast, PictureMessage } from "./api.ts";
import { audienceOf } from "./audience.ts";
import { contentOf } from "./content.ts";
import { chosenTemplate, requestOf } from "./picture.ts";

export const SERVICE = "journeys.broadcasts@1";

type Parts = Pick<PublicParts, "renderer" | "codes">;

/**
 * Draws the picture, keeps what it is of, and has journeys send it when it says. Asked again with the same key after a crash it goes on where it
 * was. Raises `broadcast.code_invalid`, `broadcast.template_gone`, and journeys' `broadcast.*`.
 */
export async function makeBroadcast(
  context: TenantContext,
  parts: Parts,
  { key, name, message, audience, when, anyway }: NewBroadcast,
  by: string,
): Promise<void> {
  const { db, tenantId, clock } = context;
  const { code, template, file } = await drawn(context, parts, message, anyway);
  const content = await contentOf(context, message, { code, file });
  const journeysId = await context
    .service<BroadcastsService>(SERVICE)
    .send({ plugin: "coupon-bot", key, name, audience: audienceOf(audience), content, when });
  await db((trx) =>
    trx.run(
      `insert into broadcast (tenant_id, id, journeys_id, name, template_id, template_name, version, size, code, file_key, made_at, made_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (tenant_id, id) do nothing`,
      [
        ...[tenantId, key, journeysId, name.trim(), template.id, template.name, template.version],
        ...[message.size, code, file, clock.now(), by],
      ],
    ),
  );
}

/** Sends it to one person now. Raises the same, and `person.unreachable`. */
export async function testBroadcast(
  context: TenantContext,
  parts: Parts,
  message: PictureMessage,
  person: string,
): Promise<void> {
  const { code, file } = await drawn(context, parts, message, true);
  const content = await contentOf(context, message, { code, file });
  await context.service<BroadcastsService>(SERVICE).test({ content, person });
}

async function drawn(context: TenantContext, parts: Parts, message: PictureMessage, anyway: boolean) {
  const template = await chosenTemplate(context, message);
  const { code, answer } = await tryCode(context, parts.codes, { code: message.code });
  if (code === "" || (answer.state === "invalid" && !anyway))
    throw new PlatformError(`${code === "" ? "This" : code} is no valid code now.`, {
      code: "broadcast.code_invalid",
      status: 422,
      hint: "Correct it, or say that it is to go out all the same.",
      details: { fields: [{ field: "code", message: "Not valid now." }] },
    });
  const values = answer.state === "valid" ? answer.values : { code };
  const request = requestOf(context, template, message.size, await withLink(context, { ...values, code }));
  return { code, template, file: await storedPicture(context, parts.renderer, request) };
}
