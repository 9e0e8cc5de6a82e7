import { Group, Tabs } from "@mantine/core";
import { useAddress, useMay } from "@promostack/web/kit";
import type { ValidatorDetail } from "../../codes/api.ts";
import { CodeActs, CodeTable } from "./CodeTable.tsx";
import { ListRules } from "./ListRules.tsx";
import { words as W } from "./texts.ts";

export type ListDetail = Extract<ValidatorDetail, { kind: "list" }>;

/** A list: its codes, and what holds for all of them. */
export default function ListPanel({ kept }: { kept: ListDetail }) {
  const [{ tab }, change] = useAddress();
  const may = useMay("member");
  const shown = tab === "rules" ? "rules" : "codes";
  return (
    <Tabs value={shown} onChange={(next) => change({ tab: next === "rules" ? "rules" : undefined })}>
      <Group mb="md" gap="sm" align="flex-end">
        <Tabs.List flex={1}>
          <Tabs.Tab value="codes">
            {W.list.tabs.codes} ({kept.row.codes.toLocaleString()})
          </Tabs.Tab>
          <Tabs.Tab value="rules">{W.list.tabs.rules}</Tabs.Tab>
        </Tabs.List>
        {shown === "codes" && may && kept.row.codes > 0 ? <CodeActs listId={kept.row.id} /> : null}
      </Group>
      <Tabs.Panel value="codes">{shown === "codes" ? <CodeTable listId={kept.row.id} /> : null}</Tabs.Panel>
      <Tabs.Panel value="rules">{shown === "rules" ? <ListRules kept={kept} /> : null}</Tabs.Panel>
    </Tabs>
  );
}
