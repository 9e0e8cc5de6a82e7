import { Button, Group } from "@mantine/core";
import { ApiError, call, LeaveGuard, Notice, Section, useAct, useMay, useSaveKey } from "@promostack/web/kit";
import { useState } from "react";
import type { Campaign, CampaignDraft } from "../../campaigns/api.ts";
import { CAMPAIGNS, campaign as pathOf } from "../base.ts";
import { AddressCard } from "../public/AddressCard.tsx";
import { usePublicAddress } from "../public/usePublicAddress.ts";
import classes from "./Campaigns.module.css";
import { PlanFields } from "./PlanFields.tsx";
import { Preview } from "./Preview.tsx";
import { words as W } from "./texts.ts";

/** What people read, and beside it how they will. */
export function CampaignForm({ kept }: { kept: Campaign }) {
  const [base, setBase] = useState(kept);
  const [draft, setDraft] = useState<CampaignDraft>(shapeOf(kept));
  const may = useMay("member") && kept.winnersDrawn === 0;
  const site = usePublicAddress();
  const changed = JSON.stringify(draft) !== JSON.stringify(shapeOf(base));
  // A colleague's opening or closing is another version, and what is written stays as it is.
  const etag = JSON.stringify(shapeOf(kept)) === JSON.stringify(shapeOf(base)) ? kept.etag : base.etag;
  const save = useAct<string | undefined, Campaign>({
    act: (over) =>
      call<Campaign>(pathOf(kept.id), { method: "PUT", body: draft, headers: { "if-match": over ?? etag } }),
    tell: false,
    done: W.done,
    changes: [CAMPAIGNS],
    onDone: (saved) => setBase(saved),
  });
  const ready = may && changed && draft.plan.title.trim() !== "" && draft.plan.consent.trim().length >= 10;
  useSaveKey(() => {
    if (ready) save.mutate(undefined);
  }, save.isPending);
  const { error } = save;
  const conflict = error instanceof ApiError && error.status === 412 ? error.details : undefined;
  return (
    <div className={classes.columns}>
      <div className={classes.part}>
        <LeaveGuard on={changed && !save.isPending} />
        {error === null ? null : (
          <Notice
            tone={conflict === undefined ? "bad" : "warn"}
            title={conflict === undefined ? error.message : W.conflict(error.message)}
            action={
              conflict === undefined ? null : (
                <Button size="xs" variant="default" onClick={() => save.mutate(String(conflict.version))}>
                  {W.keepMine}
                </Button>
              )
            }
          >
            {error instanceof ApiError ? error.hint : null}
          </Notice>
        )}
        <PlanFields draft={draft} change={setDraft} readOnly={!may} />
        {may ? (
          <Group>
            <Button loading={save.isPending} disabled={!ready} onClick={() => save.mutate(undefined)}>
              {W.save}
            </Button>
          </Group>
        ) : null}
      </div>
      <aside className={classes.aside}>
        {kept.phase === "draft" ? null : (
          <Section title={W.share}>
            <AddressCard address={`${site}/c/${kept.slug}`} />
          </Section>
        )}
        <Section title={W.preview}>
          <Preview plan={draft.plan} />
        </Section>
      </aside>
    </div>
  );
}

function shapeOf({ slug, plan }: CampaignDraft): CampaignDraft {
  return { slug, plan };
}
