import { Button, Group, Select, Skeleton, Stack, Table, Text, TextInput } from "@mantine/core";
import {
  Confirm,
  Count,
  call,
  ErrorState,
  type ListPage,
  Price,
  Section,
  Status,
  Time,
  useAct,
  useResource,
} from "@promostack/web/kit";
import { useState } from "react";
import { BASE } from "./shapes.ts";
import { words } from "./texts.ts";
import { UploadReplay } from "./UploadReplay.tsx";

const W = words.market;
const PATH = `${BASE}/markets`;

interface MarketRow {
  symbol: string;
  name: string;
  source: "simulated" | "replay";
  seed: string;
  replayId: string | null;
  price: number | null;
  isOpen: boolean;
  /** False: it trades by its replay alone. */
  canSimulate: boolean;
}

export interface Replay {
  id: string;
  symbol: string;
  name: string;
  minutes: number;
  candles: number;
  from: string;
  to: string;
}

interface MarketList extends ListPage<MarketRow> {
  replays: Replay[];
}

/** Where the stand-in's prices come from. */
export function Market() {
  const list = useResource<MarketList>(PATH, {}, { every: 5_000 });
  if (list.error !== null && list.data === undefined)
    return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (list.data === undefined) return <Skeleton h={320} />;
  const { items, replays } = list.data;
  return (
    <Stack>
      <Section title={W.title} intro={W.intro}>
        <Table.ScrollContainer minWidth={680}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{W.symbol}</Table.Th>
                <Table.Th ta="end">{W.price}</Table.Th>
                <Table.Th>{W.state}</Table.Th>
                <Table.Th>{W.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((market) => (
                <Table.Tr key={market.symbol}>
                  <Table.Td>
                    <Text fw={550}>{market.symbol}</Text>
                    <Text size="xs" c="dimmed">
                      {market.name}
                    </Text>
                  </Table.Td>
                  <Table.Td ta="end">
                    <Price value={market.price} decimals={(market.price ?? 0) < 10 ? 5 : 2} />
                  </Table.Td>
                  <Table.Td>
                    <Group gap={6}>
                      {market.isOpen ? (
                        <Status tone="good">{W.open}</Status>
                      ) : (
                        <Status tone="quiet">{W.closed}</Status>
                      )}
                      <Status tone="info">{market.source === "simulated" ? W.simulated : W.replay}</Status>
                    </Group>
                  </Table.Td>
                  <Table.Td>
                    <SourceForm
                      key={`${market.source}${market.seed}${market.replayId}`}
                      market={market}
                      replays={replays}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Section>
      <Section title={W.replays} intro={W.replaysText}>
        <Stack>
          {replays.length === 0 ? <Text c="dimmed">{W.noReplays}</Text> : <Replays replays={replays} />}
          <UploadReplay symbols={items.map(({ symbol }) => symbol)} />
        </Stack>
      </Section>
    </Stack>
  );
}

function SourceForm({ market, replays }: { market: MarketRow; replays: readonly Replay[] }) {
  const own = replays.filter(({ symbol }) => symbol === market.symbol);
  const now = market.source === "replay" ? (market.replayId ?? "") : "simulated";
  const [source, setSource] = useState(now);
  const [seed, setSeed] = useState(market.seed);
  const change = useAct({
    act: () =>
      call(`${PATH}/${market.symbol.replace("/", "-")}`, {
        method: "PUT",
        body: source === "simulated" ? { source, seed } : { source: "replay", replayId: source },
      }),
    done: W.changed(market.symbol),
    changes: [PATH],
  });
  const same = source === now && (source !== "simulated" || seed === market.seed);
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        size="xs"
        w={180}
        aria-label={`${W.source}: ${market.symbol}`}
        data={[
          ...(market.canSimulate ? [{ value: "simulated", label: W.simulated }] : []),
          ...own.map(({ id, name }) => ({ value: id, label: `${W.replay}: ${name}` })),
        ]}
        value={source}
        allowDeselect={false}
        onChange={(value) => setSource(value ?? "simulated")}
      />
      {source === "simulated" ? (
        <TextInput
          size="xs"
          w={130}
          aria-label={`${W.seed}: ${market.symbol}`}
          value={seed}
          onChange={(event) => setSeed(event.currentTarget.value)}
        />
      ) : null}
      <Button
        size="compact-sm"
        variant="default"
        disabled={same || (source === "simulated" && seed === "")}
        loading={change.isPending}
        onClick={() => change.mutate()}
      >
        {W.apply}
      </Button>
    </Group>
  );
}

function Replays({ replays }: { replays: readonly Replay[] }) {
  const remove = useAct<string>({
    act: (id) => call(`${BASE}/replays/${id}`, { method: "DELETE" }),
    done: W.removed,
    changes: [PATH],
  });
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table className="figure">
        <Table.Tbody>
          {replays.map((replay) => (
            <Table.Tr key={replay.id}>
              <Table.Td>
                <Text fw={550}>{replay.name}</Text>
                <Text size="xs" c="dimmed">
                  {replay.symbol} · {W.minutes(replay.minutes)}
                </Text>
              </Table.Td>
              <Table.Td>
                <Count value={replay.candles} />
              </Table.Td>
              <Table.Td>
                <Time value={replay.from} /> – <Time value={replay.to} />
              </Table.Td>
              <Table.Td ta="end">
                <Confirm
                  title={W.removeTitle(replay.name)}
                  text={W.removeText}
                  label={W.remove}
                  act={() => remove.mutateAsync(replay.id)}
                >
                  {(open) => (
                    <Button size="compact-sm" variant="subtle" color="coral" onClick={open}>
                      {W.remove}
                    </Button>
                  )}
                </Confirm>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
