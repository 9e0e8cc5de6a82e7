import { Skeleton, Tabs } from "@mantine/core";
import { Empty, ErrorState, isNotThere, LinkButton, Page, useAddress, useFresh } from "@promostack/web/kit";
import type { Campaign } from "../../campaigns/api.ts";
import { campaign as pathOf } from "../base.ts";
import { CampaignActs } from "./CampaignActs.tsx";
import { CampaignForm } from "./CampaignForm.tsx";
import { DrawPanel } from "./DrawPanel.tsx";
import { EntryList } from "./EntryList.tsx";
import { PhaseMark } from "./PhaseMark.tsx";
import { words as W } from "./texts.ts";

const TABS = ["form", "entries", "draw"] as const;
const BACK = { to: "/campaigns", label: W.back };

/** `/campaigns/<id>`: what it is, who takes part, who wins. */
export function CampaignPage({ id }: { id: string }) {
  const [{ tab }, change] = useAddress();
  const { data, error, refetch } = useFresh<Campaign>(pathOf(id));
  const shown = TABS.find((each) => each === tab) ?? "form";
  if (isNotThere(error))
    return <Empty whole title={W.notFound} action={<LinkButton to={BACK.to}>{W.back}</LinkButton>} />;
  if (error !== null && data === undefined)
    return (
      <Page title={W.campaign} back={BACK}>
        <ErrorState error={error} retry={() => void refetch()} />
      </Page>
    );
  if (data === undefined)
    return (
      <Page title={W.campaign} back={BACK}>
        <Skeleton h={320} />
      </Page>
    );
  return (
    <Page
      title={data.plan.title}
      mark={<PhaseMark phase={data.phase} />}
      back={BACK}
      wide
      actions={<CampaignActs campaign={data} />}
    >
      <Tabs
        value={shown}
        onChange={(next) => change({ tab: next === "form" ? undefined : (next ?? undefined) })}
      >
        <Tabs.List mb="md">
          {TABS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {W.tabs[each]}
              {each === "entries" ? ` (${data.entries.toLocaleString()})` : ""}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="form">
          <CampaignForm kept={data} />
        </Tabs.Panel>
        <Tabs.Panel value="entries">{shown === "entries" ? <EntryList campaign={data} /> : null}</Tabs.Panel>
        <Tabs.Panel value="draw">{shown === "draw" ? <DrawPanel campaign={data} /> : null}</Tabs.Panel>
      </Tabs>
    </Page>
  );
}
