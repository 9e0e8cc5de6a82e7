import { usePluginPlace } from "@promostack/web/kit";
import { CodesPage } from "./CodesPage.tsx";
import { ValidatorPage } from "./ValidatorPage.tsx";

/** `/codes` and `/codes/<id>`. */
export default function CodesRoom() {
  const { rest } = usePluginPlace();
  return rest === "" ? <CodesPage /> : <ValidatorPage key={rest} id={rest} />;
}
