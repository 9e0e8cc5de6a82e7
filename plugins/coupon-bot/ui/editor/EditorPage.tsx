import { FreshDraft, useMay } from "@promostack/web/kit";
import type { TemplateDetail } from "../../templates/api.ts";
import { TEMPLATES } from "../base.ts";
import { TemplateEditor } from "./TemplateEditor.tsx";

/** `/templates/<id>`. */
export default function EditorPage({ id }: { id: string }) {
  const may = useMay("member");
  return (
    <FreshDraft<TemplateDetail> path={`${TEMPLATES}/${id}`}>
      {(detail) => <TemplateEditor detail={detail} may={may} />}
    </FreshDraft>
  );
}
