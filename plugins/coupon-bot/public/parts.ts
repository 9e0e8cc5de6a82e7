import type { TenantContext } from "@promostack/core";
import type { CodeDesk } from "../codes/codeDesk.ts";
import type { Grants } from "../codes/grant.ts";
import type { Intake } from "../media/intake.ts";
import type { Asset } from "../render/picture.ts";
import type { Renderer } from "../render/renderer.ts";
import type { Template } from "../template/template.ts";

/** A published template as visitors may choose it. */
export interface ShownTemplate {
  id: string;
  name: string;
  template: Template;
  assets: Readonly<Record<string, Asset>>;
}

/** What the public pages need of the plugin around them. */
export interface PublicParts {
  renderer: Renderer;
  intake: Intake;
  /** Checks codes. */
  codes: CodeDesk;
  /** Says of codes that they were checked. */
  grants: Grants;
  /** The tenant's published templates, in their order. */
  templates(context: TenantContext): Promise<(ShownTemplate & { version: number })[]>;
  /** One that was chosen before. */
  template(context: TenantContext, id: string): Promise<ShownTemplate | undefined>;
}

export type PartsOf = (at: Pick<TenantContext, "clock">) => PublicParts;
