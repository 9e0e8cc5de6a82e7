import { call, useAct, useGo } from "@promostack/web/kit";
import type { NewTemplate, TemplateDetail } from "../../templates/api.ts";
import { TEMPLATES } from "../base.ts";

/** Makes a template and opens it. */
export function useBegin() {
  const go = useGo();
  return useAct<NewTemplate["from"], TemplateDetail>({
    act: (from) => call<TemplateDetail>(TEMPLATES, { method: "POST", body: { from } }),
    changes: [TEMPLATES],
    onDone: ({ id }) => go(`/templates/${id}`),
  });
}
