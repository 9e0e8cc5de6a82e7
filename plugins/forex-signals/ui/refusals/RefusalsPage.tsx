import { Button, Group } from "@mantine/core";
import {
  DataTable,
  Empty,
  type Filter,
  Page,
  platformNow,
  Section,
  useAddress,
  useResource,
  useServerRows,
} from "@promostack/web/kit";
import { useMemo } from "react";
import type { Refusal, RefusalCounts } from "../../api.ts";
import { COLUMNS } from "./columns.tsx";
import { reasons, reasonTitle, words as W } from "./texts.ts";

const PATH = "/api/p/forex-signals/refusals";
const DAY = 86_400_000;

const FILTERS: Filter<Refusal>[] = [
  {
    id: "reason",
    label: W.reason,
    options: Object.entries(reasons).map(([value, { title }]) => ({ value, label: title })),
  },
  {
    id: "days",
    label: W.period,
    options: Object.entries(W.periods).map(([value, label]) => ({ value, label })),
  },
];

/** Every candidate that became no signal: why, how often, and what would have let it through. */
export function RefusalsPage() {
  const [{ reason, days }, change] = useAddress();
  const from = useMemo(() => beginning(days), [days]);
  const topics = ["signals"];
  const source = useServerRows<Refusal>(PATH, { sort: "time", order: "desc" }, { reason, from }, { topics });
  const counts = useResource<RefusalCounts>(`${PATH}/counts`, { from }, { topics });
  const items = counts.data?.items ?? [];
  return (
    <Page title={W.title} intro={W.intro} back={{ to: "/forex", label: W.back }} wide>
      {items.length === 0 ? null : (
        <Section title={W.counts}>
          <Group gap="xs">
            {items.map((each) => (
              <Button
                key={each.reason}
                variant={each.reason === reason ? "filled" : "default"}
                size="compact-md"
                aria-pressed={each.reason === reason}
                onClick={() => change({ reason: each.reason === reason ? undefined : each.reason })}
              >
                {reasonTitle(each.reason)} {each.count}
              </Button>
            ))}
          </Group>
        </Section>
      )}
      <DataTable
        id="refusals"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ id, time }) => `${id} ${time}`}
        filters={FILTERS}
        empty={<Empty title={W.empty}>{W.emptyText}</Empty>}
      />
    </Page>
  );
}

/** Midnight, so that the same choice asks the same question all day. */
function beginning(days: string | undefined): string | undefined {
  const count = Number(days);
  if (!(count > 0)) return undefined;
  return new Date(Math.floor(platformNow() / DAY) * DAY - count * DAY).toISOString();
}
