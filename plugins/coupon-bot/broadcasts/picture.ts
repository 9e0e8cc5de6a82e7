import { PlatformError, type TenantContext } from "@promostack/core";
import { isFrame } from "../public/overlay.ts";
import type { PictureRequest } from "../render/picture.ts";
import type { SizeId } from "../template/size.ts";
import type { Variables } from "../template/variables.ts";
import { type PublishedTemplate, publishedTemplates } from "../templates/published.ts";

/** Published templates that have a place for a code. */
export async function templatesWithCodes(context: TenantContext): Promise<PublishedTemplate[]> {
  return (await publishedTemplates(context)).filter((each) => !isFrame(each));
}

/** Raises `broadcast.template_gone` where the template or the size is no longer published. */
export async function chosenTemplate(
  context: TenantContext,
  { template: id, size }: { template: string; size: SizeId },
): Promise<PublishedTemplate> {
  const found = (await templatesWithCodes(context)).find((each) => each.id === id);
  if (found?.template.sizes.includes(size)) return found;
  throw new PlatformError("This template is not published in this size any more.", {
    code: "broadcast.template_gone",
    status: 409,
    hint: "Choose another template or size.",
  });
}

export function requestOf(
  { tenantId }: Pick<TenantContext, "tenantId">,
  { template, assets }: PublishedTemplate,
  size: SizeId,
  variables: Variables,
): PictureRequest {
  return { tenantId, template, size, variables, assets, format: "jpeg" };
}
