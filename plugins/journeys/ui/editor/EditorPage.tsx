import { FreshDraft, useMay } from "@promostack/web/kit";
import type { JourneyDetail } from "../../drafts/api.ts";
import { BASE } from "../base.ts";
import { JourneyEditor } from "./JourneyEditor.tsx";

/** `/journeys/<id>`. */
export default function EditorPage({ id }: { id: string }) {
  const may = useMay("member");
  return (
    <FreshDraft<JourneyDetail> path={`${BASE}/journeys/${id}`}>
      {(detail) => <JourneyEditor detail={detail} may={may} />}
    </FreshDraft>
  );
}
