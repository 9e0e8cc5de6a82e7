import { Badge, Group, Skeleton, Table, Text } from "@mantine/core";
import type { Tenant, UsageTotals } from "../../api/team.ts";
import { useResource } from "../../kit/api/resource.ts";
import { Page, Section } from "../../kit/page/Page.tsx";
import { LinkButton, PageLink } from "../../kit/page/PageLink.tsx";
import { bytesText, Count, Explained } from "../../kit/show/figures.tsx";
import { Empty, ErrorState } from "../../kit/show/states.tsx";
import { timeText } from "../../kit/show/times.tsx";
import { useCatalogue } from "../../shell/catalogue.ts";
import { SettingsTabs } from "../SettingsTabs.tsx";
import { settingsWords } from "../texts.ts";
import { planWords as W } from "./texts.ts";

const FRESH_MS = 15_000;
/** What a new tenant's plan is called in the database. */
const FIRST_PLAN = "free";

/** What the team's plan includes, and what its plugins did this month. */
export default function Plan() {
  const tenant = useResource<Tenant>("/api/tenants/current", {}, { topics: ["tenant"] });
  const usage = useResource<UsageTotals>("/api/plugin-usages", {}, { every: FRESH_MS, topics: ["plugins"] });
  return (
    <Page title={settingsWords.title}>
      <SettingsTabs />
      <Section title={W.plan} intro={W.planText}>
        {tenant.data !== undefined ? (
          <Included tenant={tenant.data} />
        ) : tenant.error !== null ? (
          <ErrorState error={tenant.error} retry={() => void tenant.refetch()} />
        ) : (
          <Skeleton h={64} />
        )}
      </Section>
      <Section title={W.usage} intro={usage.data && W.usageText(timeText(usage.data.since, "UTC", "day"))}>
        {usage.data !== undefined ? (
          <Usage items={usage.data.items} />
        ) : usage.error !== null ? (
          <ErrorState error={usage.error} retry={() => void usage.refetch()} />
        ) : (
          <Skeleton h={140} />
        )}
      </Section>
    </Page>
  );
}

function Included({ tenant: { plan, entitlements } }: { tenant: Tenant }) {
  const { plugins = [] } = useCatalogue();
  const words = entitlements.flatMap((name) => {
    const askers = plugins.filter(({ entitlement }) => entitlement === name);
    return askers.length === 0 ? [name] : askers.map(({ title }) => title);
  });
  return (
    <>
      <Text fw={620} fz="lg">
        {plan === FIRST_PLAN ? W.firstPlan : plan}
      </Text>
      <Group gap={6} mt={6}>
        <Text c="dimmed">{W.includes}</Text>
        {entitlements.length === 0 ? (
          <Text>{W.includesNothing}</Text>
        ) : (
          words.map((each) => (
            <Badge key={each} variant="light" color="gray" tt="none">
              {each}
            </Badge>
          ))
        )}
      </Group>
    </>
  );
}

function Usage({ items }: Pick<UsageTotals, "items">) {
  if (items.length === 0) {
    return (
      <Empty title={W.none} action={<LinkButton to="/plugins">{W.plugins}</LinkButton>}>
        {W.noneText}
      </Empty>
    );
  }
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table className="figure">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{W.plugin}</Table.Th>
            <Table.Th ta="end">
              <Explained meaning={W.callsMeaning}>{W.calls}</Explained>
            </Table.Th>
            <Table.Th ta="end">
              <Explained meaning={W.errorsMeaning}>{W.errors}</Explained>
            </Table.Th>
            <Table.Th ta="end">{W.sent}</Table.Th>
            <Table.Th ta="end">
              <Explained meaning={W.unsentMeaning}>{W.unsent}</Explained>
            </Table.Th>
            <Table.Th ta="end">{W.stored}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ plugin, title, calls, errors, sent, unsent, storedBytes }) => (
            <Table.Tr key={plugin}>
              <Table.Td>
                <PageLink to={`/plugins/${plugin}`}>{title}</PageLink>
              </Table.Td>
              <Table.Td ta="end">
                <Count value={calls} />
              </Table.Td>
              <Table.Td ta="end" className={errors > 0 ? "warn" : undefined}>
                <Count value={errors} />
              </Table.Td>
              <Table.Td ta="end">
                <Count value={sent} />
              </Table.Td>
              <Table.Td ta="end" className={unsent > 0 ? "warn" : undefined}>
                <Count value={unsent} />
              </Table.Td>
              <Table.Td ta="end">{bytesText(storedBytes)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
