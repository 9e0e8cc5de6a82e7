/** What a t.me address leads to. */
export type TelegramLink =
  | { kind: "invite"; link: string }
  | { kind: "name"; username: string; start?: string }
  | { kind: "web" };

/** Reads `https://t.me/+hash`, `https://t.me/name?start=payload`, `tg://resolve?domain=name&start=payload`, and others as the web. */
export function readLink(address: string): TelegramLink {
  const text = /^t\.me\//i.test(address) ? `https://${address}` : address;
  if (!URL.canParse(text)) return { kind: "web" };
  const url = new URL(text);
  if (url.protocol === "tg:") {
    const domain = url.searchParams.get("domain");
    return domain ? named(domain, url.searchParams.get("start")) : { kind: "web" };
  }
  if (!["t.me", "telegram.me"].includes(url.hostname)) return { kind: "web" };
  const [, first = "", second = ""] = url.pathname.split("/");
  if (first.startsWith("+")) return { kind: "invite", link: `https://t.me/${first}` };
  if (first === "joinchat") return { kind: "invite", link: `https://t.me/+${second}` };
  return /^[a-z]\w{3,31}$/i.test(first) ? named(first, url.searchParams.get("start")) : { kind: "web" };
}

function named(username: string, start: string | null): TelegramLink {
  const payload = start !== null && /^[\w-]{1,64}$/.test(start) ? start : undefined;
  return { kind: "name", username, ...(payload !== undefined && { start: payload }) };
}
