import { Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { call, ErrorState, usePlace } from "@promostack/web/kit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { CampaignPlan } from "../../campaigns/api.ts";
import { PREVIEWS } from "../base.ts";
import classes from "./Campaigns.module.css";
import { words as W } from "./texts.ts";

/** The page itself, made by the server from what is typed; nothing in it runs. */
export function Preview({ plan }: { plan: CampaignPlan }) {
  const { tenant } = usePlace();
  const [settled] = useDebouncedValue(plan, 350);
  const body = { plan: settled, tenantName: tenant?.name ?? "" };
  const { data, error, refetch } = useQuery({
    queryKey: [PREVIEWS, body],
    queryFn: () => call<{ html: string }>(PREVIEWS, { method: "POST", body }),
    placeholderData: keepPreviousData,
  });
  if (data !== undefined)
    return (
      <iframe className={classes.preview} title={W.preview} sandbox="" srcDoc={data.html} tabIndex={-1} />
    );
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  return <Skeleton h={560} />;
}
