import { call, fileName, saveFile } from "@promostack/web/kit";
import { BASE } from "../base.ts";

/** Saves a journey's draft as a file that can be imported anywhere. */
export async function saveExport(id: string): Promise<void> {
  const file = await call<{ name?: string }>(`${BASE}/journeys/${id}/export`);
  const blob = new Blob([JSON.stringify(file, null, 2)], { type: "application/json" });
  saveFile(fileName(file.name ?? "journey", "journey.json"), blob);
}
