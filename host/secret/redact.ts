const GONE = "[redacted]";

/** Names of fields whose values are never written, wherever they stand. */
const SECRET_NAME =
  /^(.*[-_.])?(authorization|proxy-authorization|cookie|set-cookie|password|passwd|secret|secrets|token|api[-_]?key|apikey|access[-_]?key|private[-_]?key|ciphertext|x-csrf|csrf|signature|__session|admin_session)$|(token|secret|password|apikey|api_key|privatekey|cookiekey|secretskey|accesskey)$/i;

const TEXTS: readonly [RegExp, string][] = [
  // A Telegram bot token, alone or in https://api.telegram.org/bot<token>/…: the number says which bot, the rest is the secret.
  [/(\bbot)?(\d{5,12}):[A-Za-z0-9_-]{30,}/g, `$1$2:${GONE}`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${GONE}`],
  // JSON Web Tokens.
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, GONE],
  // User and password of an address.
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]+):[^\s@/]+@/gi, `$1:${GONE}@`],
  // Query parameters of APIs that take their key there.
  [
    /([?&](?:api_?key|token|secret|signature|sig|access_token|password|x-amz-signature|x-amz-credential)=)[^&\s"']+/gi,
    `$1${GONE}`,
  ],
  [/\b(__session|admin_session)=[^;\s"']+/g, `$1=${GONE}`],
  // Keys of our own, of Stripe, OpenAI and Clerk.
  [/\b(psk|sk|rk|whsec|pk_live)[-_][A-Za-z0-9_-]{12,}/g, `$1_${GONE}`],
];

/** Takes what looks like a secret out of a text. */
export function redactText(text: string): string {
  return TEXTS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

/**
 * A copy without secrets: fields with a secret's name are emptied, every text is cleaned, errors become plain objects with their
 * causes. Cycles, depth and length are cut.
 */
export function redact(value: unknown, depth = 0, seen: ReadonlySet<object> = new Set()): unknown {
  if (typeof value === "string")
    return redactText(value.length > 20_000 ? `${value.slice(0, 20_000)}…` : value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return typeof value === "function" ? "[function]" : value;
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (seen.has(value)) return "[circular]";
  if (depth > 6) return "[deep]";
  const inside = new Set(seen).add(value);
  const clean = (item: unknown) => redact(item, depth + 1, inside);
  if (Array.isArray(value)) return value.slice(0, 100).map(clean);
  if (value instanceof Map || value instanceof Set) return clean([...value]);
  const entries: [string, unknown][] = Object.entries(value);
  if (value instanceof Error) {
    // Own fields such as code and status, without what libraries attach (clients, requests with their headers).
    const facts = entries.filter(([, field]) => typeof field !== "object" || field === null);
    entries.splice(
      0,
      entries.length,
      ["type", value.name],
      ["message", value.message],
      ["stack", value.stack],
      ...facts,
    );
    if (value.cause !== undefined) entries.push(["cause", value.cause]);
  }
  return Object.fromEntries(
    entries.map(([name, item]) => [name, item && SECRET_NAME.test(name) ? GONE : clean(item)]),
  );
}
