import { usePluginPlace } from "@promostack/web/kit";
import { BroadcastList } from "./BroadcastList.tsx";
import { BroadcastPage } from "./BroadcastPage.tsx";

/** `/broadcasts` and `/broadcasts/<id>`. */
export default function BroadcastsRoom() {
  const { rest } = usePluginPlace();
  return rest === "" ? <BroadcastList /> : <BroadcastPage key={rest} id={rest} />;
}
