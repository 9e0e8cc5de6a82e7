import { call, notify, useAct } from "@promostack/web/kit";
import type { ListedTemplate } from "../../templates/api.ts";
import { TEMPLATES, template } from "../base.ts";
import { words as W } from "./texts.ts";

/** Deletes a template, and offers to take it back. */
export function useDelete({ id, name }: Pick<ListedTemplate, "id" | "name">) {
  const back = useUndelete({ id, name });
  return useAct<void>({
    act: () => call(template(id), { method: "DELETE" }),
    changes: [TEMPLATES],
    onDone: () => void notify({ message: W.deleted(name), act: { label: W.undo, run: () => back.mutate() } }),
  });
}

/** Takes a deleted template back as it was. */
export function useUndelete({ id, name }: Pick<ListedTemplate, "id" | "name">) {
  return useAct<void>({
    act: () => call(`${template(id)}/undelete`, { method: "POST" }),
    done: W.undeleted(name),
    changes: [TEMPLATES],
  });
}
