import { Button, Checkbox, FileInput, Group, Stack, Text, TextInput } from "@mantine/core";
import { Count, call, Notice, problemText, Section, useAct } from "@promostack/web/kit";
import { useState } from "react";
import type { ImportResult } from "../../marketApi.ts";
import { Grid } from "./Grid.tsx";
import { words as W } from "./texts.ts";

const IMPORTS = "/api/p/forex-signals/admin/candles/imports";
const LISTED_PROBLEMS = 5;

/** A CSV of candles: first what it would do, then doing it. */
export function ImportCandles() {
  const [file, setFile] = useState<File | null>(null);
  const [symbol, setSymbol] = useState("XAU/USD");
  const [replace, setReplace] = useState(false);
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
            accept=".csv,text/csv"
            value={file}
            onChange={(next) => {
              setFile(next);
              forget();
            }}
            error={problemText(send.error)}
            w={280}
            clearable
          />
          <TextInput
            label={W.importSymbol}
            value={symbol}
            onChange={(event) => {
              setSymbol(event.currentTarget.value.toUpperCase());
              forget();
            }}
            w={140}
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
            disabled={file === null}
            loading={send.isPending}
            onClick={() => send.mutate(true)}
          >
            {W.look}
          </Button>
          <Button
            disabled={file === null || seen === undefined || !seen.dryRun || seen.problemCount > 0}
            loading={send.isPending}
            onClick={() => send.mutate(false)}
          >
            {W.import}
          </Button>
        </Group>
        {seen === undefined ? null : <Found result={seen} />}
      </Stack>
    </Section>
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
        {timeframe}, {from?.slice(0, 16).replace("T", " ")} – {to?.slice(0, 16).replace("T", " ")} UTC
      </Text>
      <Grid
        label={W.importTitle}
        head={figures.map(([title]) => ({ title, end: true }))}
        rows={[
          { key: "figures", cells: figures.map(([title, value]) => <Count key={title} value={value} />) },
        ]}
      />
    </Stack>
  );
}
