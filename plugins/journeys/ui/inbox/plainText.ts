/** Telegram's HTML as one line of plain text. */
export function plainText(html: string): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return (body.textContent ?? "").replace(/\s+/g, " ");
}
