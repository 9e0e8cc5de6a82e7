import { call } from "@promostack/web/kit";
import type { ListedTemplate } from "../../templates/api.ts";
import { template } from "../base.ts";

/** Saves a template's draft as a file that can be imported anywhere, its pictures and fonts in it. */
export async function saveExport({ id, name }: Pick<ListedTemplate, "id" | "name">): Promise<void> {
  const file = await call<object>(`${template(id)}/export`);
  const url = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}.coupon.json`;
  link.click();
  URL.revokeObjectURL(url);
}
