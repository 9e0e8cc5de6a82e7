import type { CellValue } from "./column.ts";

/** Rows as RFC 4180, safe to open in a spreadsheet: text that would run as a formula is quoted as text. */
export function csvText(header: string[], rows: CellValue[][]): string {
  return [header, ...rows].map((cells) => cells.map(cell).join(",")).join("\r\n");
}

function cell(value: CellValue): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands text to the reader as a file. */
export function saveText(name: string, text: string, type = "text/csv"): void {
  const link = document.createElement("a");
  const url = URL.createObjectURL(new Blob(["\uFEFF", text], { type: `${type};charset=utf-8` }));
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 1000);
}
