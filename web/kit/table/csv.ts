import { saveFile } from "../api/files.ts";
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

/** Hands a table to the reader; the mark before it tells spreadsheets which letters these are. */
export function saveCsv(name: string, text: string): void {
  saveFile(name, new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
}
