import { useGo, usePluginPlace } from "@promostack/web/kit";
import type { MessageKinds, TemplatePlace } from "../../messages/api.ts";

export const BASE = "/api/p/forex-signals";

/** The text that is open, from the address `/forex-messages/<kind>/<channel>/<language>`; what it does not say is the first there is. */
export function useTextPlace(kinds: MessageKinds): [TemplatePlace, (patch: Partial<TemplatePlace>) => void] {
  const { base, rest } = usePluginPlace();
  const go = useGo();
  const [kind = "", channelName = "", languageName = ""] = rest.split("/");
  const channel = kinds.channels.find((each) => each.kind === channelName) ?? kinds.channels[0];
  const language = kinds.languages.find(({ id }) => id === languageName)?.id ?? channel?.language ?? "en";
  const place = {
    kind: kind || (kinds.kinds[0]?.id ?? ""),
    channelKind: channel?.kind ?? "vip",
    language,
  };
  const change = (patch: Partial<TemplatePlace>) => {
    // Another kind of channel opens in its own language.
    const used = kinds.channels.find((each) => each.kind === patch.channelKind)?.language;
    const next = { ...place, ...(used && { language: used }), ...patch };
    go(`${base}/${next.kind}/${next.channelKind}/${next.language}`);
  };
  return [place, change];
}
