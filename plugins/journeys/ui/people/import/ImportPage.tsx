import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { call, Page, problemText, Section, useAct, useAddress, useMay } from "@promostack/web/kit";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useState } from "react";
import type { ImportPreview } from "../../../people/imports/api.ts";
import { API } from "../base.ts";
import { ImportForm } from "./ImportForm.tsx";
import { ImportProgress } from "./ImportProgress.tsx";
import { LatestImports } from "./LatestImports.tsx";
import { words as W } from "./texts.ts";

/** So much of a file is looked at to know its columns. */
const BEGINNING = 60_000;

/** A file that somebody chose, read, with what its columns seem to be. */
export interface Chosen {
  name: string;
  csv: string;
  preview: ImportPreview;
}

/** From a file to people: choose, say what the columns are, check, and watch. `?id=` is an import that was begun. */
export default function ImportPage() {
  const may = useMay("member");
  const [{ id }, change] = useAddress();
  const [chosen, setChosen] = useState<Chosen>();
  const read = useAct<File, Chosen>({
    act: async (file) => {
      const csv = await file.text();
      const body = { csv: csv.slice(0, BEGINNING) };
      const preview = await call<ImportPreview>(`${API}/people-import-previews`, { method: "POST", body });
      return { name: file.name.slice(0, 200), csv, preview };
    },
    tell: false,
    onDone: (next) => {
      setChosen(next);
      change({ id: undefined });
    },
  });
  const choose = (
    <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={(file) => file && read.mutate(file)}>
      {(props) => (
        <Button
          {...props}
          variant={chosen === undefined ? "filled" : "default"}
          loading={read.isPending}
          leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
        >
          {chosen === undefined ? W.choose : W.another}
        </Button>
      )}
    </FileButton>
  );
  return (
    <Page title={W.title} intro={W.intro} back={{ to: "/people", label: W.back }}>
      {id === undefined ? null : <ImportProgress id={id} />}
      {may ? (
        <Section>
          <Stack gap="sm">
            <Text>{W.chooseText}</Text>
            <Text c="dimmed">{W.silentNote}</Text>
            <Group gap="sm">
              {choose}
              {chosen === undefined ? null : <Text>{chosen.name}</Text>}
            </Group>
            {read.error === null ? null : (
              <Text role="alert" c="var(--mantine-color-error)">
                {problemText(read.error)}
              </Text>
            )}
          </Stack>
        </Section>
      ) : null}
      {chosen === undefined || id !== undefined ? null : (
        <ImportForm
          key={`${chosen.name} ${chosen.csv.length}`}
          chosen={chosen}
          begun={(made) => {
            setChosen(undefined);
            change({ id: made });
          }}
        />
      )}
      <LatestImports />
    </Page>
  );
}
