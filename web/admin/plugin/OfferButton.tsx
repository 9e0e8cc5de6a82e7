import { Button, MultiSelect, Slider, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import type { AdminTenant } from "../../api/admin.ts";
import { call } from "../../kit/api/client.ts";
import { useAct, useRows } from "../../kit/api/resource.ts";
import { Confirm } from "../../kit/show/Confirm.tsx";
import { releaseWords as W } from "./texts.ts";

interface OfferProps {
  plugin: string;
  version: string;
  percent: number;
  tenants: readonly string[];
  label: string;
}

/** Chooses who gets a candidate: a share of all tenants, and some for sure. */
export function OfferButton({ plugin, version, label, ...before }: OfferProps) {
  const [percent, setPercent] = useState(before.percent);
  const [tenants, setTenants] = useState([...before.tenants]);
  const offer = useAct({
    act: () =>
      call(`/api/admin/plugins/${plugin}/candidate`, { method: "PUT", body: { version, percent, tenants } }),
    done: W.offered(version),
    changes: ["/api/admin"],
  });
  return (
    <Confirm
      title={W.offerTitle(version)}
      text={W.offerText}
      label={W.offer}
      color="gold"
      act={() => offer.mutateAsync()}
      fields={
        <Stack gap="md">
          <div>
            <Text fw={550} size="sm" mb={6}>
              {W.percent}
            </Text>
            <Slider
              value={percent}
              onChange={setPercent}
              label={(value) => `${value}%`}
              thumbLabel={W.percent}
              marks={[0, 10, 25, 50, 100].map((value) => ({ value, label: String(value) }))}
              mb="lg"
            />
            <Text size="sm" c="dimmed">
              {W.percentText(percent)}
            </Text>
          </div>
          <ChosenTenants value={tenants} change={setTenants} />
        </Stack>
      }
    >
      {(open) => (
        <Button size="compact-sm" variant="default" onClick={open}>
          {label}
        </Button>
      )}
    </Confirm>
  );
}

function ChosenTenants({ value, change }: { value: string[]; change(ids: string[]): void }) {
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed, 200);
  const { rows } = useRows<AdminTenant>("/api/admin/tenants", { q, limit: 20 });
  // Those that were chosen keep their names when the search goes on.
  const [names, setNames] = useState<Record<string, string>>({});
  const known = { ...names, ...Object.fromEntries(rows.map(({ id, name }) => [id, name])) };
  const options = [...new Set([...value, ...rows.map(({ id }) => id)])];
  return (
    <MultiSelect
      label={W.chosen}
      placeholder={W.chosenHelp}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      value={value}
      onChange={(ids) => {
        setNames(known);
        change(ids);
      }}
      data={options.map((id) => ({ value: id, label: known[id] ?? id }))}
      filter={({ options: all }) => all}
    />
  );
}
