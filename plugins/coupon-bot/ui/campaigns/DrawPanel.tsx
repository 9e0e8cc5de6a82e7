import { Anchor, Button, Group, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import {
  Confirm,
  call,
  Empty,
  ErrorState,
  Section,
  Time,
  useAct,
  useMay,
  useResource,
} from "@promostack/web/kit";
import { useState } from "react";
import type { Campaign, Draws } from "../../campaigns/api.ts";
import { CAMPAIGNS, campaign as pathOf } from "../base.ts";
import { usePublicAddress } from "../public/usePublicAddress.ts";
import classes from "./Campaigns.module.css";
import { words as W } from "./texts.ts";

/** Who has won, and all that shows how. */
export function DrawPanel({ campaign }: { campaign: Campaign }) {
  const { data, error, refetch } = useResource<Draws>(`${pathOf(campaign.id)}/draws`);
  if (data === undefined)
    return error === null ? <Skeleton h={240} /> : <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <Stack gap="md">
      <Section title={W.drawTitle}>
        {data.draws.length === 0 ? (
          <NotDrawn campaign={campaign} />
        ) : (
          <Stack gap="xs">
            {data.winners.map(({ number, email, entryId }) => (
              <Group key={entryId} justify="space-between" gap="xs">
                <Text>
                  <b>{number}</b> · {email ?? W.states.erased}
                </Text>
                <DrawAgain campaignId={campaign.id} number={number} />
              </Group>
            ))}
          </Stack>
        )}
      </Section>
      <Section title={W.fair} intro={W.fairText}>
        <Checks draws={data} slug={campaign.slug} isPublic={campaign.phase !== "draft"} />
      </Section>
      {data.draws.length === 0 ? null : (
        <Section title={W.history}>
          <Stack gap="xs">
            {data.draws.map(({ number, winners, replaces, reason, drawnAt, drawnBy }) => (
              <div key={number}>
                <Text>{replaces === null ? W.first(winners) : W.replaced(replaces, winners[0] ?? 0)}</Text>
                <Text c="dimmed" size="sm">
                  <Time value={drawnAt} /> · {drawnBy}
                  {reason === "" ? "" : ` · ${reason}`}
                </Text>
              </div>
            ))}
          </Stack>
        </Section>
      )}
    </Stack>
  );
}

function NotDrawn({ campaign: { id, phase, entries, plan } }: { campaign: Campaign }) {
  const may = useMay("admin");
  const draw = useAct({
    act: () => call(`${pathOf(id)}/draws`, { method: "POST" }),
    done: W.done,
    changes: [CAMPAIGNS],
  });
  if (phase !== "ended") return <Empty title={W.drawWaits} />;
  if (entries === 0 || !may) return <Empty title={entries === 0 ? W.drawNone : W.drawAdmin} />;
  return (
    <Confirm
      title={W.drawConfirm}
      text={W.drawText(Math.min(plan.winners, entries), entries)}
      label={W.drawNow}
      color="gold"
      act={() => draw.mutateAsync()}
    >
      {(open) => <Button onClick={open}>{W.drawNow}</Button>}
    </Confirm>
  );
}

function DrawAgain({ campaignId, number }: { campaignId: string; number: number }) {
  const [reason, setReason] = useState("");
  const may = useMay("admin");
  const again = useAct({
    act: () => call(`${pathOf(campaignId)}/redraws`, { method: "POST", body: { replaces: number, reason } }),
    done: W.done,
    changes: [CAMPAIGNS],
  });
  if (!may) return null;
  return (
    <Confirm
      title={W.againTitle(number)}
      text={W.againText}
      label={W.again}
      fields={
        <Textarea
          label={W.reason}
          value={reason}
          maxLength={500}
          autosize
          minRows={2}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      }
      act={() => again.mutateAsync()}
    >
      {(open) => (
        <Button size="compact-sm" variant="default" aria-label={`${W.again}: ${number}`} onClick={open}>
          {W.again}
        </Button>
      )}
    </Confirm>
  );
}

function Checks({ draws, slug, isPublic }: { draws: Draws; slug: string; isPublic: boolean }) {
  const site = usePublicAddress();
  const { seedHash, seed, listHash } = draws;
  return (
    <>
      <dl className={classes.facts}>
        <dt>{W.seedHash}</dt>
        <dd>{seedHash}</dd>
        {seed === undefined ? null : (
          <>
            <dt>{W.seed}</dt>
            <dd>{seed}</dd>
            <dt>{W.listHash}</dt>
            <dd>{listHash}</dd>
          </>
        )}
      </dl>
      {isPublic ? (
        <Anchor href={`${site}/c/${slug}/draw`} target="_blank" rel="noopener">
          {W.publicDraw}
        </Anchor>
      ) : null}
    </>
  );
}
