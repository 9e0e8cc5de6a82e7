import type { TenantContext } from "@promostack/core";
import type { CodeDesk } from "../codes/codeDesk.ts";
import type { Intake } from "../media/intake.ts";
import type { Asset } from "../render/picture.ts";
import type { Renderer } from "../render/renderer.ts";
import type { Template } from "../template/template.ts";
import type { Variables } from "../template/variables.ts";

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
  /** The tenant's published templates, in their order. */
  templates(context: TenantContext): Promise<ShownTemplate[]>;
  /** What a template's texts and codes are filled with for a code. */
  variables(context: TenantContext, code: string): Promise<Variables>;
}

export type PartsOf = (at: Pick<TenantContext, "clock">) => PublicParts;
