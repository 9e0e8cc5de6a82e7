const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** An element with text, or with children already made. */
export function element(name: string, content: string | number | boolean | readonly string[]): string {
  const inside = Array.isArray(content)
    ? content.join("")
    : String(content).replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
  return `<${name}>${inside}</${name}>`;
}

export function document(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}
