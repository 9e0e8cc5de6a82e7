/** Providers whose addresses ignore dots in the name. */
const DOTLESS: ReadonlySet<string> = new Set(["gmail.com", "googlemail.com"]);

/** Equal for addresses that lead to one inbox, as far as that is known: case, `+tags`, and dots where the provider ignores them. */
export function emailKey(email: string): string {
  const plain = email.trim().toLowerCase();
  const at = plain.lastIndexOf("@");
  const domain = plain.slice(at + 1);
  const [name = ""] = plain.slice(0, at).split("+", 1);
  if (!DOTLESS.has(domain)) return `${name}@${domain}`;
  return `${name.replaceAll(".", "")}@gmail.com`;
}
