import { useGo, usePluginPlace } from "@promostack/web/kit";

/** The text that is open, from the address `/message-texts/<language>/<key>`. */
export function useTextPlace() {
  const { base, rest } = usePluginPlace();
  const go = useGo();
  const [language, key] = rest.split("/");
  return {
    base,
    language: language || undefined,
    key: key || undefined,
    open: (nextLanguage: string, nextKey: string) => go(`${base}/${nextLanguage}/${nextKey}`),
  };
}
