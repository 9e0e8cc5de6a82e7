import { call, fileName, saveFile } from "@promostack/web/kit";
import type { ListedTemplate } from "../../templates/api.ts";
import { template } from "../base.ts";

/** Saves a template's draft as a file that can be imported anywhere, its pictures and fonts in it. */
export async function saveExport({ id, name }: Pick<ListedTemplate, "id" | "name">): Promise<void> {
  const file = await call<object>(`${template(id)}/export`);
  saveFile(fileName(name, "coupon.json"), new Blob([JSON.stringify(file)], { type: "application/json" }));
}
