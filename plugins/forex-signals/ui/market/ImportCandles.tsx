import { Button, Checkbox, FileInput, Group, Progress, Select, Stack, Text } from "@mantine/core";
import { Count, call, Notice, problemText, Section, useAct, useResource } from "@promostack/web/kit";
import { useState } from "react";
import type { InstrumentList } from "../../instrumentApi.ts";
import type { ImportResult } from "../../marketApi.ts";
import { Grid } from "./Grid.tsx";
import { INSTRUMENTS } from "./paths.ts";
import { words as W } from "./texts.ts";

const IMPORTS = "/api/p/forex-signals/admin/candles/imports";
/** As the route takes it; the text travels inside of JSON, which adds a little. */
const LARGEST_MB = 28;
const BYTES_OF_MB = 1_000_000;
const LISTED_PROBLEMS = 5;
const LISTED_GAPS = 5;

/** A CSV of candles: first what it would do, then doing it. */
export function ImportCandles() {
  const [file, setFile] = useState<File | null>(null);
  const [symbol, setSymbol] = useState("XAU/USD");
  const [replace, setReplace] = useState(false);
  const { data: instruments } = useResource<InstrumentList>(INSTRUMENTS);
  const [seen, setSeen] = useState<ImportResult>();
  const send = useAct<boolean, ImportResult>({
    act: async (dryRun) => {
      const csv = (await file?.text()) ?? "";
      return call<ImportResult>(IMPORTS, { method: "POST", body: { symbol, csv, dryRun, replace } });
    },
    done: ({ dryRun, added, replaced }) =>
      dryRun ? W.look : W.imported((added + replaced).toLocaleString("en")),
    changes: ["/api/p/forex-signals/admin"],
    tell: false,
    onDone: (result) => setSeen(result),
  });
  const refused = file === null ? undefined : problemOfFile(file);
  const unusable = file === null || refused !== undefined;
  const forget = () => {
    setSeen(undefined);
    send.reset();
  };
  return (
    <Section title={W.importTitle} intro={W.importIntro}>
      <Stack gap="sm">
        <Group align="flex-start" gap="md">
          <FileInput
            label={W.file}
            placeholder={W.fileChoose}
            accept=".csv,.gz,text/csv"
            value={file}
            onChange={(next) => {
              setFile(next);
              forget();
            }}
            error={refused ?? problemText(send.error)}
            w={{ base: "100%", xs: 320 }}
            clearable
          />
          <Select
            label={W.importSymbol}
            data={instruments?.items.map((each) => each.symbol) ?? [symbol]}
            value={symbol}
            searchable
            allowDeselect={false}
            onChange={(next) => {
              setSymbol(next ?? symbol);
              forget();
            }}
            w={160}
          />
        </Group>
        <Checkbox
          label={W.replace}
          checked={replace}
          onChange={(event) => {
            setReplace(event.currentTarget.checked);
            forget();
          }}
        />
        <Group gap="xs">
          <Button
            variant="default"
            disabled={unusable}
            loading={send.isPending}
            onClick={() => send.mutate(true)}
          >
            {W.look}
          </Button>
          <Button
            disabled={unusable || seen === undefined || !seen.dryRun || seen.problemCount > 0}
            loading={send.isPending}
            onClick={() => send.mutate(false)}
          >
            {W.import}
          </Button>
        </Group>
        {send.isPending && file !== null ? <Sending bytes={file.size} /> : null}
        {seen === undefined ? null : <Found result={seen} />}
      </Stack>
    </Section>
  );
}

function problemOfFile({ name, size }: File): string | undefined {
  if (name.endsWith(".gz")) return W.packed;
  return size > LARGEST_MB * BYTES_OF_MB ? W.tooLarge(String(LARGEST_MB)) : undefined;
}

function Sending({ bytes }: { bytes: number }) {
  const text = W.sending((bytes / BYTES_OF_MB).toFixed(1));
  return (
    <Stack gap={6} role="status">
      <Text size="sm">{text}</Text>
      <Progress value={100} animated aria-label={text} />
    </Stack>
  );
}

function Found({ result }: { result: ImportResult }) {
  const { problems, problemCount, from, to, timeframe } = result;
  const figures: [string, number][] = [
    [W.rows, result.rows],
    [W.added, result.added],
    [W.same, result.same],
    [W.conflicts, result.conflicts],
    [W.replaced, result.replaced],
    [W.duplicates, result.duplicates],
    [W.gapCount, result.gapCount],
    [W.missing, result.missing],
  ];
  return (
    <Stack gap="xs" role="status">
      {problemCount === 0 ? null : (
        <Notice tone="bad" title={W.problems(problemCount)}>
          {problems.slice(0, LISTED_PROBLEMS).map(({ line, problem }) => (
            <Text key={line}>{W.line(line, problem)}</Text>
          ))}
        </Notice>
      )}
      <Text>
        {from === null || to === null ? W.nothingRead : `${timeframe}, ${shown(from)} – ${shown(to)} UTC`}
      </Text>
      <Grid
        label={W.importTitle}
        head={figures.map(([title]) => ({ title, end: true }))}
        rows={[
          { key: "figures", cells: figures.map(([title, value]) => <Count key={title} value={value} />) },
        ]}
      />
      {result.gaps.slice(-LISTED_GAPS).map((gap) => (
        <Text key={gap.from} size="sm" c="dimmed">
          {W.gapFrom(shown(gap.from), shown(gap.until), gap.missing)}
        </Text>
      ))}
    </Stack>
  );
}

/** In UTC, as the file has it. */
function shown(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}
