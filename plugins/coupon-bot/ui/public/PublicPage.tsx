import { Code, Group, Stack, Text } from "@mantine/core";
import { LinkButton, Page, Section } from "@promostack/web/kit";
import { AddressCard, CopyText } from "./AddressCard.tsx";
import { words as W } from "./texts.ts";
import { usePublicAddress } from "./usePublicAddress.ts";

/** `/public-page`: where the page stands, and how it gets onto the tenant's own site. */
export default function PublicPage() {
  const address = usePublicAddress();
  const snippet = `<iframe src="${address}" title="Coupons" width="100%" height="900" style="border:0" loading="lazy"></iframe>`;
  return (
    <Page title={W.title} intro={W.intro}>
      <Section title={W.address}>
        <AddressCard address={address} />
        <Text c="dimmed" mt="sm">
          {W.campaigns}
        </Text>
      </Section>
      <Section title={W.embed}>
        <Stack gap="sm">
          <Text c="dimmed">{W.embedHelp}</Text>
          <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {snippet}
          </Code>
          <Group gap="xs">
            <CopyText text={snippet} />
            <LinkButton size="xs" variant="default" to="/plugins/coupon-bot">
              {W.settings}
            </LinkButton>
          </Group>
        </Stack>
      </Section>
    </Page>
  );
}
