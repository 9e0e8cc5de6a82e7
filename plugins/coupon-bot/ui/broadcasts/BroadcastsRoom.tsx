import { usePluginPlace } from "@promostack/web/kit";
import { BroadcastList } from "./BroadcastList.tsx";
import { NewBroadcastPage } from "./NewBroadcastPage.tsx";

/** `/coupon-broadcasts` and `/coupon-broadcasts/new`. */
export default function BroadcastsRoom() {
  const { rest } = usePluginPlace();
  return rest === "new" ? <NewBroadcastPage /> : <BroadcastList />;
}
