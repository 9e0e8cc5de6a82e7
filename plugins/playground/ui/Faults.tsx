import { Badge, Button, Group, NumberInput, Select, Skeleton, Stack, Text } from "@mantine/core";
import { call, ErrorState, type ListPage, Section, useAct, useResource } from "@promostack/web/kit";
import { useState } from "react";
import { BASE, type Bot } from "./shapes.ts";
import { words } from "./texts.ts";

const W = words.faults;
const PATH = `${BASE}/faults`;
const SERVICES: Record<string, string> = W.services;

interface Fault {
  id: string;
  service: string;
  kind: string;
  title: string;
  botId: number | null;
  operation: string | null;
  remaining: number | null;
}

interface FaultList extends ListPage<Fault> {
  kinds: { service: string; kind: string; title: string }[];
}

/** Makes the stand-ins misbehave. */
export function Faults() {
  const list = useResource<FaultList>(PATH, {}, { every: 3_000 });
  const off = useAct<string>({ act: (id) => call(`${PATH}/${id}`, { method: "DELETE" }), changes: [PATH] });
  const allOff = useAct({ act: () => call(PATH, { method: "DELETE" }), changes: [PATH] });
  if (list.error !== null && list.data === undefined)
    return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (list.data === undefined) return <Skeleton h={240} />;
  const { items, kinds } = list.data;
  return (
    <Stack>
      <Section
        title={W.title}
        intro={W.intro}
        actions={
          items.length === 0 ? null : (
            <Button variant="default" size="compact-sm" onClick={() => allOff.mutate()}>
              {W.allOff}
            </Button>
          )
        }
      >
        {items.length === 0 ? <Text c="dimmed">{W.none}</Text> : null}
        {items.map((fault) => (
          <Group key={fault.id} justify="space-between" py={8} style={{ borderTop: "1px solid var(--line)" }}>
            <Group gap="xs">
              <Badge color="amber">{SERVICES[fault.service] ?? fault.service}</Badge>
              <Text>{fault.title}</Text>
              <Text c="dimmed">{fault.remaining === null ? W.always : W.left(fault.remaining)}</Text>
            </Group>
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => off.mutate(fault.id)}
              aria-label={`${W.off}: ${fault.title}`}
            >
              {W.off}
            </Button>
          </Group>
        ))}
      </Section>
      <AddFault kinds={kinds} />
      <Pacing />
    </Stack>
  );
}

function AddFault({ kinds }: Pick<FaultList, "kinds">) {
  const bots = useResource<ListPage<Bot>>(`${BASE}/bots`);
  const [service, setService] = useState("telegram");
  const [kind, setKind] = useState<string | null>(null);
  const [bot, setBot] = useState<string | null>(null);
  const [times, setTimes] = useState<number | string>("");
  const [seconds, setSeconds] = useState<number | string>("");
  const on = useAct<void, Fault>({
    act: () =>
      call<Fault>(PATH, {
        method: "POST",
        body: {
          service,
          kind,
          ...(bot === null || service !== "telegram" ? {} : { botId: Number(bot) }),
          ...(times === "" ? {} : { remaining: Number(times) }),
          ...(seconds === ""
            ? {}
            : kind === "flood"
              ? { retryAfter: Number(seconds) }
              : { seconds: Number(seconds) }),
        },
      }),
    done: W.switchedOn,
    changes: [PATH],
  });
  const timed = kind === "flood" || kind === "silence";
  return (
    <Section title={W.add}>
      <Group align="flex-end" gap="sm">
        <Select
          label={W.service}
          data={Object.entries(SERVICES).map(([value, label]) => ({ value, label }))}
          value={service}
          allowDeselect={false}
          onChange={(value) => {
            setService(value ?? "telegram");
            setKind(null);
          }}
          w={160}
        />
        <Select
          label={W.kind}
          data={kinds
            .filter((each) => each.service === service)
            .map((each) => ({ value: each.kind, label: each.title }))}
          value={kind}
          onChange={setKind}
          w={{ base: "100%", xs: 360 }}
        />
        {service === "telegram" ? (
          <Select
            label={W.bot}
            placeholder={W.anyBot}
            clearable
            data={(bots.data?.items ?? []).map(({ id, username }) => ({
              value: String(id),
              label: `@${username}`,
            }))}
            value={bot}
            onChange={setBot}
            w={200}
          />
        ) : null}
        <NumberInput
          label={W.times}
          placeholder={W.always}
          value={times}
          onChange={setTimes}
          min={1}
          w={150}
        />
        {timed ? (
          <NumberInput
            label={kind === "flood" ? W.retryAfter : W.seconds}
            value={seconds}
            onChange={setSeconds}
            min={1}
            max={100}
            w={130}
          />
        ) : null}
        <Button onClick={() => on.mutate()} disabled={kind === null} loading={on.isPending}>
          {W.on}
        </Button>
      </Group>
    </Section>
  );
}

function Pacing() {
  const path = `${BASE}/settings`;
  const settings = useResource<{ pacing: string }>(path);
  const change = useAct<string>({
    act: (pacing) => call(path, { method: "PATCH", body: { pacing } }),
    changes: [path],
  });
  if (settings.data === undefined) return null;
  return (
    <Section title={W.behaviour}>
      <Select
        label={W.pacing}
        w={{ base: "100%", xs: 280 }}
        allowDeselect={false}
        value={settings.data.pacing}
        onChange={(value) => value !== null && change.mutate(value)}
        data={Object.entries(W.pacings).map(([value, label]) => ({ value, label }))}
      />
    </Section>
  );
}
