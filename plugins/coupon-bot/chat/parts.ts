import type { TenantContext } from "@promostack/core";
import type { CodeAnswer } from "../codes/answer.ts";
import type { Renderer } from "../render/renderer.ts";
import type { PublishedTemplate } from "../templates/published.ts";

/** What the chat needs of the plugin around it. */
export interface ChatParts {
  renderer: Renderer;
  /** Published templates that are on for Telegram and have a place for a code, in their order. */
  looks(context: TenantContext): Promise<PublishedTemplate[]>;
  /** Within six seconds, whatever the tenant's validators do. */
  check(context: TenantContext, asked: { code: string; person: string }): Promise<CodeAnswer>;
}
