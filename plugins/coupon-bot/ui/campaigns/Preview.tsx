import { Skeleton } from "@mantine/core";
import { ErrorState, useAnswer, usePlace } from "@promostack/web/kit";
import type { CampaignPlan } from "../../campaigns/api.ts";
import { PREVIEWS } from "../base.ts";
import classes from "./Campaigns.module.css";
import { words as W } from "./texts.ts";

/** The page itself, made by the server from what is typed; nothing in it runs. */
export function Preview({ plan }: { plan: CampaignPlan }) {
  const { tenant } = usePlace();
  const tenantName = tenant?.name ?? "";
  const { data, error, retry } = useAnswer<{ html: string }>(PREVIEWS, { plan, tenantName });
  if (data !== undefined)
    return (
      <iframe className={classes.preview} title={W.preview} sandbox="" srcDoc={data.html} tabIndex={-1} />
    );
  if (error !== null) return <ErrorState error={error} retry={retry} />;
  return <Skeleton h={560} />;
}
