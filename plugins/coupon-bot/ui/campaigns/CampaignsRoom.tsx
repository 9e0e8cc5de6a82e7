import { usePluginPlace } from "@promostack/web/kit";
import { CampaignList } from "./CampaignList.tsx";
import { CampaignPage } from "./CampaignPage.tsx";

/** `/campaigns` and `/campaigns/<id>`. */
export default function CampaignsRoom() {
  const { rest } = usePluginPlace();
  return rest === "" ? <CampaignList /> : <CampaignPage key={rest} id={rest} />;
}
