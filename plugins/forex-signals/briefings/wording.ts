import type { PlatformContext } from "@promostack/core";
import { defaultTemplate } from "../messages/defaults.ts";
import type { Facts } from "../messages/facts.ts";
import { render } from "../messages/render.ts";
import { riskNoteText } from "../messages/riskNote.ts";
import { CustomTemplates } from "../messages/templateStore.ts";
import type { ChoosingTenant } from "../signals/choices.ts";
import type { BulletinChat } from "./audience.ts";
import type { BulletinKind } from "./bulletin.ts";

/** A bulletin as its template says it. */
export interface Filled {
  text: string;
  riskNote: string;
}

/** Fills the templates of one kind for many tenants: their own where they have one. */
export async function templatesOf(
  { platformDb }: Pick<PlatformContext, "platformDb">,
  tenants: readonly ChoosingTenant[],
  kind: BulletinKind,
): Promise<(tenant: ChoosingTenant, chat: BulletinChat, facts: Facts) => Filled> {
  const ids = tenants.map(({ tenantId }) => tenantId);
  const own = await platformDb((trx) => CustomTemplates.of(trx, ids, [kind, "risk-note"]));
  return ({ tenantId, settings }, { kind: channelKind, language }, facts) => {
    const wording = (each: BulletinKind | "risk-note") =>
      own.text(tenantId, { kind: each, channelKind, language }) ?? defaultTemplate(each, language);
    const muted = settings[channelKind].off.includes("risk-note");
    const riskNote = muted ? "" : riskNoteText(settings.riskNote, wording("risk-note"), language);
    return { text: render(kind, language, wording(kind), { ...facts, riskNote }), riskNote };
  };
}
