/** What stands on the buttons of a message, as the Bot API takes them. */
export function buttonsOf({ reply_markup: markup }: Record<string, unknown>): string[] {
  if (typeof markup !== "object" || markup === null || !("inline_keyboard" in markup)) return [];
  const rows: unknown = markup.inline_keyboard;
  const keys: unknown[] = Array.isArray(rows) ? rows.flat() : [];
  return keys.flatMap((key) =>
    typeof key === "object" && key !== null && "text" in key ? [String(key.text)] : [],
  );
}
