import { MultiSelect, NumberInput, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { Section, useResource, useTimezone } from "@promostack/web/kit";
import { type CampaignDraft, type CampaignPlan, PLATFORMS } from "../../campaigns/api.ts";
import { PLATFORM_NAMES } from "../../campaigns/platformNames.ts";
import { OVERLAYS } from "../base.ts";
import { words as W } from "./texts.ts";

interface PlanFieldsProps {
  draft: CampaignDraft;
  change(draft: CampaignDraft): void;
  readOnly: boolean;
}

export function PlanFields({ draft, change, readOnly }: PlanFieldsProps) {
  const { slug, plan } = draft;
  const zone = useTimezone();
  const overlays = useResource<{ items: { id: string; title: string }[] }>(OVERLAYS);
  const put = (next: Partial<CampaignPlan>) => change({ ...draft, plan: { ...plan, ...next } });
  return (
    <>
      <Section title={W.about}>
        <Stack gap="sm">
          <TextInput
            label={W.name}
            value={plan.title}
            maxLength={120}
            readOnly={readOnly}
            onChange={({ currentTarget }) => put({ title: currentTarget.value })}
          />
          <TextInput
            label={W.address}
            description={W.addressHelp}
            value={slug}
            maxLength={60}
            readOnly={readOnly}
            error={/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) ? undefined : W.addressWrong}
            onChange={({ currentTarget }) => change({ ...draft, slug: currentTarget.value.toLowerCase() })}
          />
          <Textarea
            label={W.text}
            description={W.textHelp}
            value={plan.text}
            autosize
            minRows={3}
            maxLength={4000}
            readOnly={readOnly}
            onChange={({ currentTarget }) => put({ text: currentTarget.value })}
          />
          <TextInput
            label={W.prize}
            value={plan.prize}
            maxLength={300}
            readOnly={readOnly}
            onChange={({ currentTarget }) => put({ prize: currentTarget.value })}
          />
          <NumberInput
            label={W.winners}
            value={plan.winners}
            min={1}
            max={100}
            allowDecimal={false}
            readOnly={readOnly}
            onChange={(winners) => put({ winners: whole(winners) ?? 1 })}
          />
        </Stack>
      </Section>
      <Section title={W.when}>
        <Stack gap="sm">
          <TextInput
            type="datetime-local"
            label={W.startsIn(zone)}
            description={W.startsHelp}
            value={plan.starts ?? ""}
            readOnly={readOnly}
            onChange={({ currentTarget }) => put({ starts: wall(currentTarget.value) })}
          />
          <TextInput
            type="datetime-local"
            label={W.endsIn(zone)}
            description={W.endsHelp}
            value={plan.ends ?? ""}
            readOnly={readOnly}
            onChange={({ currentTarget }) => put({ ends: wall(currentTarget.value) })}
          />
          <NumberInput
            label={W.most}
            description={W.mostHelp}
            value={plan.mostEntries ?? ""}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            readOnly={readOnly}
            onChange={(most) => put({ mostEntries: whole(most) })}
          />
        </Stack>
      </Section>
      <Section title={W.taking}>
        <Stack gap="sm">
          <Select
            label={W.overlay}
            description={W.overlayHelp}
            placeholder={W.noOverlay}
            clearable
            data={(overlays.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
            value={plan.overlay ?? null}
            readOnly={readOnly}
            onChange={(overlay) => put({ overlay: overlay ?? undefined })}
          />
          <Switch
            label={W.pictureNeeded}
            checked={plan.pictureNeeded}
            disabled={readOnly}
            onChange={({ currentTarget }) => put({ pictureNeeded: currentTarget.checked })}
          />
          <MultiSelect
            label={W.platforms}
            data={PLATFORMS.map((value) => ({ value, label: PLATFORM_NAMES[value] }))}
            value={plan.platforms}
            readOnly={readOnly}
            onChange={(chosen) => put({ platforms: PLATFORMS.filter((each) => chosen.includes(each)) })}
          />
          <Switch
            label={W.linksNeeded}
            checked={plan.linksNeeded}
            disabled={readOnly || plan.platforms.length === 0}
            onChange={({ currentTarget }) => put({ linksNeeded: currentTarget.checked })}
          />
        </Stack>
      </Section>
      <Section title={W.promises}>
        <Stack gap="sm">
          <Textarea
            label={W.consent}
            description={W.consentHelp}
            value={plan.consent}
            autosize
            minRows={2}
            maxLength={2000}
            readOnly={readOnly}
            onChange={({ currentTarget }) => put({ consent: currentTarget.value })}
          />
          <Textarea
            label={W.privacy}
            value={plan.privacy}
            autosize
            minRows={2}
            maxLength={4000}
            readOnly={readOnly}
            onChange={({ currentTarget }) => put({ privacy: currentTarget.value })}
          />
        </Stack>
      </Section>
    </>
  );
}

function whole(value: number | string): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** What the field gives, as a plan keeps it: without seconds. */
function wall(value: string): string | undefined {
  return value === "" ? undefined : value.slice(0, 16);
}
