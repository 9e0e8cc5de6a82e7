import { call } from "@promostack/web/kit";
import { BASE } from "../base.ts";

/** Saves a journey's draft as a file that can be imported anywhere. */
export async function saveExport(id: string): Promise<void> {
  const file = await call<{ name?: string }>(`${BASE}/journeys/${id}/export`);
  const blob = new Blob([JSON.stringify(file, null, 2)], { type: "application/json" });
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${(file.name ?? "journey").replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}.journey.json`;
  link.click();
  URL.revokeObjectURL(url);
}
