import type { TenantContext } from "@promostack/core";
import type { Variables } from "../template/variables.ts";
import { personalLink } from "./shareLink.ts";

/** In the place of a person's mark: a picture of a code is the same for whoever asks for it, in the chat and on the page. */
const PICTURE_MARK = "thepicture";

/** What a picture is filled with: what the check of its code said, and `{link}`, for a QR code, unless the check brought one. */
export async function withLink(context: TenantContext, values: Variables): Promise<Variables> {
  const { code } = values;
  if (code === undefined || values.link !== undefined) return values;
  const link = await personalLink(context, code, PICTURE_MARK);
  return link === undefined ? values : { ...values, link };
}
