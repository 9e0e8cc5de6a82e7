import { Autocomplete, Button, FileInput, Group } from "@mantine/core";
import { call, problemText, useAct } from "@promostack/web/kit";
import { useState } from "react";
import type { Replay } from "./Market.tsx";
import { BASE } from "./shapes.ts";
import { words } from "./texts.ts";

const W = words.market;

/** Stores a file of candles that a market can then play. */
export function UploadReplay({ symbols }: { symbols: readonly string[] }) {
  const [symbol, setSymbol] = useState(symbols[0] ?? "");
  const [file, setFile] = useState<File | null>(null);
  const upload = useAct<File, Replay>({
    act: async (given) =>
      call<Replay>(`${BASE}/replays`, {
        method: "POST",
        body: { symbol, name: given.name, csv: await given.text() },
      }),
    done: ({ candles }) => W.uploaded(candles),
    changes: [`${BASE}/markets`],
    tell: false,
    onDone: () => setFile(null),
  });
  return (
    <Group align="flex-start" gap="sm">
      <Autocomplete
        label={W.forSymbol}
        data={[...symbols]}
        value={symbol}
        onChange={(value) => {
          upload.reset();
          setSymbol(value.toUpperCase());
        }}
        w={140}
      />
      <FileInput
        label={W.file}
        accept=".csv,text/csv"
        placeholder={W.file}
        value={file}
        onChange={(given) => {
          upload.reset();
          setFile(given);
        }}
        error={problemText(upload.error)}
        clearable
        w={{ base: "100%", xs: 280 }}
      />
      <Button
        mt={25}
        variant="default"
        disabled={file === null || symbol === ""}
        loading={upload.isPending}
        onClick={() => file !== null && upload.mutate(file)}
      >
        {W.upload}
      </Button>
    </Group>
  );
}
